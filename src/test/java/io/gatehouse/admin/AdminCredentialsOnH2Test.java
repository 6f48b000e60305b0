package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AdminCredentialsOnH2Test extends AdminCredentialsTests {}
