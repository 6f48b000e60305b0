package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AdminEntitiesOnH2Test extends AdminEntitiesTests {}
