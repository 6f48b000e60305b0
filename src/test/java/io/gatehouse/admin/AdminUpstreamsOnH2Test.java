package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AdminUpstreamsOnH2Test extends AdminUpstreamsTests {}
