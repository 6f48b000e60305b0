package io.gatehouse.admin;

import io.gatehouse.db.PostgresProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(PostgresProfile.class)
class SyncRaceOnPostgresTest extends SyncRaceTests {}
