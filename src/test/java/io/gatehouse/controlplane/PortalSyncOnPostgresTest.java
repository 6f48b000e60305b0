package io.gatehouse.controlplane;

import io.gatehouse.db.PostgresProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(PostgresProfile.class)
class PortalSyncOnPostgresTest extends PortalSyncTests {}
