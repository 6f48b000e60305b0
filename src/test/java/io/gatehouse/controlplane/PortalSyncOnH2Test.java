package io.gatehouse.controlplane;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class PortalSyncOnH2Test extends PortalSyncTests {}
