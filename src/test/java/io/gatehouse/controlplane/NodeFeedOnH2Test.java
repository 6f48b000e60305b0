package io.gatehouse.controlplane;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class NodeFeedOnH2Test extends NodeFeedTests {}
