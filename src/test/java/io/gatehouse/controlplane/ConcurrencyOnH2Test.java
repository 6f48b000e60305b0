package io.gatehouse.controlplane;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ConcurrencyOnH2Test extends ConcurrencyTests {}
