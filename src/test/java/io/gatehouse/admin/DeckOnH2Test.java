package io.gatehouse.admin;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class DeckOnH2Test extends DeckTests {}
