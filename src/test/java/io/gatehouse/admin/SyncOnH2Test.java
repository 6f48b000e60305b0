package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SyncOnH2Test extends SyncTests {}
