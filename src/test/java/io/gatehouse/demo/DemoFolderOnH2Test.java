package io.gatehouse.demo;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class DemoFolderOnH2Test extends DemoFolderTests {}
