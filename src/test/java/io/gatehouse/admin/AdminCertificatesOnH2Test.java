package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class AdminCertificatesOnH2Test extends AdminCertificatesTests {}
