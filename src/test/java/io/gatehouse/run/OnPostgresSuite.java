package io.gatehouse.run;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What is on a PostgreSQL: these share one server. */
@Suite
@SelectPackages("io.gatehouse")
@ExcludePackages("io.gatehouse.gateway")
@IncludeClassNamePatterns(OnPostgresSuite.NAMES)
class OnPostgresSuite {
    static final String NAMES = ".*OnPostgresTest";
}
