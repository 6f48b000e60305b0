package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class PortalApiOnH2Test extends PortalApiTests {}
