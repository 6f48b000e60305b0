package io.gatehouse.controlplane;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ChangeLogOnH2Test extends ChangeLogTests {}
