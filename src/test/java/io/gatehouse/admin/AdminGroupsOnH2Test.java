package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AdminGroupsOnH2Test extends AdminGroupsTests {}
