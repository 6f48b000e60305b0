package io.gatehouse.cluster;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FeedOnH2Test extends FeedTests {}
