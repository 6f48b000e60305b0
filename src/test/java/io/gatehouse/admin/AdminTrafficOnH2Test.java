package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AdminTrafficOnH2Test extends AdminTrafficTests {}
