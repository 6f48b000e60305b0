package io.gatehouse.mail;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class QueueOnH2Test extends QueueTests {}
