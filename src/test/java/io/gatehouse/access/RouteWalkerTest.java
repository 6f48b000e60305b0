package io.gatehouse.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.access.Routes.Route;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Credentials;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Walks every route as every kind of person. What is not in the table is open to nobody, and a route without a line fails. */
@QuarkusTest
@TestProfile(RouteWalkerTest.OwnDatabase.class)
class RouteWalkerTest {

    /** Forms are sent to every address, with rights: not in the database of other tests. */
    public static class OwnDatabase implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gatehouse.database.url", "jdbc:h2:mem:walker;DB_CLOSE_DELAY=-1");
        }
    }

    private enum Who {
        ANYONE,
        DEVELOPER,
        OPERATOR
    }

    private record Rule(String path, Who who) {
        /** Covers the path and all below it; the root covers itself alone. */
        boolean covers(String route) {
            return route.equals(path) || !path.equals("/") && route.startsWith(path + "/");
        }
    }

    /** Who may call what; the longest path counts. */
    private static final List<Rule> RULES = List.of(
            new Rule("/", Who.ANYONE),
            new Rule("/robots.txt", Who.ANYONE),
            new Rule("/health", Who.ANYONE),
            new Rule("/appearance", Who.ANYONE),
            new Rule("/theme", Who.ANYONE),
            new Rule("/apis", Who.ANYONE),
            new Rule("/apis/{api}/{version}/register", Who.DEVELOPER),
            new Rule("/sign-up", Who.ANYONE),
            new Rule("/sign-in", Who.ANYONE),
            new Rule("/sign-out", Who.ANYONE),
            new Rule("/verify", Who.ANYONE),
            new Rule("/forgot-password", Who.ANYONE),
            new Rule("/reset-password", Who.ANYONE),
            new Rule("/mailbox", Who.ANYONE),
            new Rule("/account", Who.DEVELOPER),
            new Rule("/apps", Who.DEVELOPER),
            new Rule("/console", Who.OPERATOR),
            new Rule("/console/sign-in", Who.ANYONE),
            new Rule("/console/sign-out", Who.ANYONE),
            new Rule("/console/setup", Who.ANYONE),
            new Rule("/console/invitation", Who.ANYONE),
            new Rule("/console/reset-password", Who.ANYONE));

    @Inject
    Applications applications;

    @Inject
    Credentials credentials;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void every_route_stands_in_the_table_and_says_who_may_call_it() {
        List<Route> routes = Routes.all();
        assertTrue(routes.size() > 20, "the routes are found");
        for (Route route : routes) {
            if (rule(route).isEmpty()) wrong.add(route + " is not in the table");
            if (!route.saysWhoMayCall()) wrong.add(route + " does not say who may call it");
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void each_door_opens_to_those_in_the_table_only() {
        TestBrowser ann = TestPeople.developer();
        TestBrowser olga = TestPeople.operator();
        for (Route route : Routes.all()) {
            Who who = rule(route).map(Rule::who).orElse(null);
            walk(route, TestPeople.visitor(), "a visitor", who == Who.ANYONE);
            walk(route, TestPeople.again(ann), "a developer", who == Who.ANYONE || who == Who.DEVELOPER);
            walk(route, TestPeople.again(olga), "an operator", who == Who.ANYONE || who == Who.OPERATOR);
        }
        assertEquals(List.of(), wrong);
    }

    private void walk(Route route, TestBrowser browser, String person, boolean allowed) {
        String path = route.filled(Map.of());
        Response answer = send(browser, route, path);
        int status = answer.statusCode();
        boolean refused = isRefusal(route, answer);
        if (refused == allowed) wrong.add(route + " for " + person + " answered " + status);
        else if (status >= 500) wrong.add(route + " for " + person + " broke: " + status);
        else if (allowed && status == 404 && isAlwaysThere(route))
            wrong.add(route + " for " + person + " is not found");
    }

    private static Response send(TestBrowser browser, Route route, String path) {
        return route.changes() ? browser.send(route.method(), path, route.takesFiles()) : browser.get(path);
    }

    /** Pages whose address names nothing that might not exist; the mailbox is the demo's. */
    private static boolean isAlwaysThere(Route route) {
        return !route.changes() && !route.hasParameters() && !route.path().equals("/mailbox");
    }

    /** Pages for everybody may lead to the sign-in page on purpose; others do so only when they refuse. */
    private static boolean isRefusal(Route route, Response answer) {
        if (answer.statusCode() == 401 || answer.statusCode() == 403) return true;
        String to = answer.header("Location");
        boolean forEverybody = rule(route).map(Rule::who).orElse(null) == Who.ANYONE;
        return !forEverybody && to != null && to.matches("(https?://[^/]+)?(/console)?/sign-in(\\?.*)?");
    }

    @Test
    void nothing_changes_by_a_form_without_its_token() {
        TestBrowser ann = TestPeople.developer();
        TestBrowser olga = TestPeople.operator();
        for (Route route : Routes.all()) {
            if (!route.changes()) continue;
            for (TestBrowser browser : List.of(TestPeople.visitor(), ann, olga)) {
                Response answer = browser.sendWithoutToken(route.method(), route.filled(Map.of()), route.takesFiles());
                if (!isRefusal(route, answer)) wrong.add(route + " answered " + answer.statusCode());
            }
        }
        assertEquals(List.of(), wrong);
    }

    /**
     * Things of Ann's, as Bob would try to reach them.
     *
     * @param path all routes below it are tried
     */
    private record Foreign(String path, Map<String, String> values) {}

    @Test
    void what_belongs_to_somebody_else_is_not_found() {
        TestBrowser ann = TestPeople.developer();
        TestBrowser bob = TestPeople.developer();
        var hers = applications.create(ann.personId(), "Hers", "");
        var his = applications.create(bob.personId(), "His", "");
        var key = credentials.mint(hers, "Production", null);
        List<Foreign> foreign = List.of(
                new Foreign("/apps/{id}", Map.of("id", hers.id.toString())),
                new Foreign(
                        "/apps/{id}/keys/{key}",
                        Map.of("id", his.id.toString(), "key", key.id().toString())));
        for (Foreign thing : foreign) {
            List<Route> routes = Routes.all().stream()
                    .filter(route -> new Rule(thing.path(), Who.DEVELOPER).covers(route.path()))
                    .toList();
            if (routes.isEmpty()) wrong.add(thing + " has no routes");
            for (Route route : routes) {
                int status = send(bob, route, route.filled(thing.values())).statusCode();
                if (status != 404) wrong.add(route + " for somebody else answered " + status);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static Optional<Rule> rule(Route route) {
        return RULES.stream()
                .filter(rule -> rule.covers(route.path()))
                .max(Comparator.comparingInt(rule -> rule.path().length()));
    }
}
