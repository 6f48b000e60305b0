package io.gatehouse.identity;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class IdentityOnH2Test extends IdentityTests {}
