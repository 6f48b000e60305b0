package io.gatehouse.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.TestTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.EntityType;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

/** What must hold on every database. That the application starts at all says that the schema fits the entities (validate). */
abstract class DatabaseTests {
    @Inject
    EntityManager entities;

    abstract Class<? extends Dialect> dialect();

    @Test
    void the_url_alone_has_chosen_the_dialect() {
        SessionFactoryImplementor factory = entities.getEntityManagerFactory().unwrap(SessionFactoryImplementor.class);
        assertInstanceOf(dialect(), factory.getJdbcServices().getDialect());
    }

    @Test
    void the_schema_was_validated_against_the_entities() {
        assertEquals(
                "validate",
                entities.getEntityManagerFactory()
                        .getProperties()
                        .getOrDefault("jakarta.persistence.schema-generation.database.action", "")
                        .toString());
    }

    @Test
    @TestTransaction
    void every_entity_can_be_asked_for() {
        assertTrue(entities.getMetamodel().getEntities().size() > 10);
        for (EntityType<?> type : entities.getMetamodel().getEntities())
            entities.createQuery("from " + type.getName(), type.getJavaType())
                    .setMaxResults(1)
                    .getResultList();
    }
}
