package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;

/** The life of developers' accounts. */
@ApplicationScoped
@Transactional
public class Accounts {
    private final Passwords passwords;
    private final Audit audit;

    Accounts(Passwords passwords, Audit audit) {
        this.passwords = passwords;
        this.audit = audit;
    }

    /** An account that needs neither mail nor approval; for the demo and for operators who know the person. */
    public Developer createApproved(String email, String name, String password) {
        Developer developer = new Developer();
        developer.email = email;
        developer.name = name;
        developer.passwordHash = passwords.hash(password);
        developer.state = Developer.State.APPROVED;
        developer.createdAt = Instant.now();
        developer.verifiedAt = developer.createdAt;
        developer.persist();
        audit.record("developer.created", "developer", developer.id, developer.email, Map.of());
        return developer;
    }
}
