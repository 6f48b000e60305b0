package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ConcurrentWritersOnH2Test extends ConcurrentWritersTests {}
