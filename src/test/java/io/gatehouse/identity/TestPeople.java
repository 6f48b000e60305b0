package io.gatehouse.identity;

import io.gatehouse.rights.Rights;
import io.quarkus.arc.Arc;
import java.util.UUID;

/** People for tests, each new and signed in: {@code TestBrowser ann = TestPeople.developer();}. */
public final class TestPeople {
    public static final String PASSWORD = "quite a long test password";

    private TestPeople() {}

    public static TestBrowser visitor() {
        return new TestBrowser(null, null, null, null);
    }

    /** An approved developer. */
    public static TestBrowser developer() {
        return developer("Ann Tester");
    }

    public static TestBrowser developer(String name) {
        Developer developer = bean(Accounts.class).createApproved(freshEmail(), name, PASSWORD);
        return signedIn(AccountKind.DEVELOPER, developer.id, developer.email);
    }

    /** One who may do everything. */
    public static TestBrowser operator() {
        return operator(Rights.EVERYTHING);
    }

    public static TestBrowser operator(Rights rights) {
        Operator operator = bean(Operators.class).create(freshEmail(), "Olga Operator", PASSWORD, rights);
        return signedIn(AccountKind.OPERATOR, operator.id, operator.email);
    }

    /** The same person in another browser. */
    public static TestBrowser again(TestBrowser person) {
        return signedIn(person.kind(), person.personId(), person.email());
    }

    public static String freshEmail() {
        return "person-" + UUID.randomUUID() + "@example.com";
    }

    static TestBrowser signedIn(AccountKind kind, UUID id, String email) {
        String token = bean(Sessions.class).start(kind, id, new Browser("127.0.0.1", "Test", ""));
        return new TestBrowser(kind, id, email, token);
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
