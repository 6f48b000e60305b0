package io.gatehouse.cluster;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ReportOnH2Test extends ReportTests {}
