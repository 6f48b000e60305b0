package io.gatehouse.controlplane;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ConfigStoreOnH2Test extends ConfigStoreTests {}
