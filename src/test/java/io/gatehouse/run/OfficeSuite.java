package io.gatehouse.run;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All that is neither the gateway nor on a PostgreSQL. */
@Suite
@SelectPackages("io.gatehouse")
@ExcludePackages("io.gatehouse.gateway")
@ExcludeClassNamePatterns(OnPostgresSuite.NAMES)
class OfficeSuite {}
