package io.gatehouse.cluster;

import io.gatehouse.db.PostgresProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(PostgresProfile.class)
class FeedOnPostgresTest extends FeedTests {}
