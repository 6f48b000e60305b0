package io.gatehouse.analytics;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class UsageOnH2Test extends UsageTests {}
