package io.gatehouse.controlplane;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RuntimeGroupsOnH2Test extends RuntimeGroupsTests {}
