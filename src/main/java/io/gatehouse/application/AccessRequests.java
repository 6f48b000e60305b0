package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.UUID;

/** What one press of “Register” does: the application when it is new, its registration and its first key, together or not at all. */
@ApplicationScoped
class AccessRequests {
    static final String FIRST_KEY = "First key";

    private final Applications applications;
    private final Registrations registrations;
    private final Credentials credentials;

    AccessRequests(Applications applications, Registrations registrations, Credentials credentials) {
        this.applications = applications;
        this.registrations = registrations;
        this.credentials = credentials;
    }

    /**
     * What the register page asks.
     *
     * @param applicationId null for a new application
     * @param newName of the new application
     * @param keyLifetime of the key that may be made, null for no end
     */
    record Request(ApiVersion version, UUID planId, UUID applicationId, String newName, Duration keyLifetime) {}

    /**
     * @param approved false when an operator decides
     * @param key null when the application waits for approval, or has keys already
     */
    record Outcome(Application application, boolean approved, Credentials.NewKey key) {}

    @Transactional
    Outcome submit(UUID ownerId, Request request) {
        Application application = request.applicationId == null
                ? applications.create(ownerId, request.newName, "")
                : applications.owned(ownerId, request.applicationId);
        Registration registration = registrations.request(application, request.version, request.planId);
        boolean approved = registration.state == Registration.State.APPROVED;
        boolean first = credentials.of(application.id).stream().noneMatch(ApiKey::isLive);
        return new Outcome(
                application,
                approved,
                approved && first ? credentials.mint(application, FIRST_KEY, request.keyLifetime) : null);
    }
}
