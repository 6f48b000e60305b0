package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SyncRaceOnH2Test extends SyncRaceTests {}
