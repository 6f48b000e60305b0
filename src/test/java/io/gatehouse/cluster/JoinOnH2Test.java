package io.gatehouse.cluster;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class JoinOnH2Test extends JoinTests {}
