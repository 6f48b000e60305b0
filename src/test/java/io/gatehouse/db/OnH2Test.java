package io.gatehouse.db;

import io.quarkus.test.junit.QuarkusTest;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;

@QuarkusTest
class OnH2Test extends DatabaseTests {
    @Override
    Class<? extends Dialect> dialect() {
        return H2Dialect.class;
    }
}
