package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AdminReadingOnH2Test extends AdminReadingTests {}
