package io.gatehouse.controlplane;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class EnforcementOnH2Test extends EnforcementTests {}
