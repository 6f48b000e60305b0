package io.gatehouse.run;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The gateway, which needs no Gatehouse around it. */
@Suite
@SelectPackages("io.gatehouse.gateway")
class GatewaySuite {}
