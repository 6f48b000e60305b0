package io.gatehouse.identity;

import io.gatehouse.rights.Rights;
import io.gatehouse.web.NotFound;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.UUID;

/** Who looks at this page. */
@Named("viewer")
@RequestScoped
public class Viewer {
    static final String PERSON = "gatehouse.person";
    static final String RIGHTS = "gatehouse.rights";
    static final String SESSION = "gatehouse.session";

    @Inject
    SecurityIdentity identity;

    /**
     * @param approved false for a developer who waits for approval
     */
    public record Person(UUID id, String name, String email, boolean approved) {}

    public Optional<Person> developer() {
        return person("developer");
    }

    public Optional<Person> operator() {
        return person("operator");
    }

    public boolean isDeveloper() {
        return developer().isPresent();
    }

    /** A developer whose account still waits for an operator: everything can be prepared, nothing opens yet. */
    public boolean isWaiting() {
        return developer().map(person -> !person.approved()).orElse(false);
    }

    public boolean isOperator() {
        return operator().isPresent();
    }

    /** Of an operator; anybody else has none. */
    public Rights rights() {
        return isOperator() ? identity.getAttribute(RIGHTS) : Rights.NOTHING;
    }

    public UUID developerId() {
        return developer().orElseThrow(NotFound::new).id();
    }

    public UUID operatorId() {
        return operator().orElseThrow(NotFound::new).id();
    }

    /** The session that this page was asked for in. */
    UUID sessionId() {
        return identity.getAttribute(SESSION);
    }

    private Optional<Person> person(String role) {
        return identity.isAnonymous() || !identity.hasRole(role)
                ? Optional.empty()
                : Optional.ofNullable(identity.<Person>getAttribute(PERSON));
    }
}
