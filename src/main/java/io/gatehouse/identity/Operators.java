package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;

/** The people who run Gatehouse. */
@ApplicationScoped
@Transactional
public class Operators {
    private final Passwords passwords;
    private final Audit audit;

    Operators(Passwords passwords, Audit audit) {
        this.passwords = passwords;
        this.audit = audit;
    }

    public boolean isEmpty() {
        return Operator.count() == 0;
    }

    public Operator create(String email, String name, String password) {
        Operator operator = new Operator();
        operator.email = email;
        operator.name = name;
        operator.passwordHash = passwords.hash(password);
        operator.createdAt = Instant.now();
        operator.persist();
        audit.record("operator.created", "operator", operator.id, operator.email, Map.of());
        return operator;
    }
}
