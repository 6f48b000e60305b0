package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SealedSecretsOnH2Test extends SealedSecretsTests {}
