package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionsTest {
    @Inject
    Sessions sessions;

    @Path("/")
    public static class Rooms {
        @Inject
        Viewer viewer;

        @GET
        @Path("test-room")
        @RolesAllowed("developer")
        public String developers() {
            return viewer.developer().orElseThrow().email();
        }

        @GET
        @Path("console/test-room")
        @RolesAllowed("operator")
        public String operators() {
            return viewer.operator().orElseThrow().email();
        }
    }

    @Test
    void a_session_opens_the_rooms_of_its_kind() {
        TestBrowser ann = TestPeople.developer();
        assertEquals(ann.email(), ann.get("/test-room").asString());
        TestBrowser olga = TestPeople.operator();
        assertEquals(olga.email(), olga.get("/console/test-room").asString());
    }

    @Test
    void whoever_is_not_signed_in_is_sent_to_the_sign_in_page_and_back() {
        var answer = TestPeople.visitor().get("/test-room?a=b");
        assertEquals(303, answer.statusCode());
        assertEquals("/sign-in?next=%2Ftest-room%3Fa%3Db", path(answer.header("Location")));
        answer = TestPeople.developer().get("/console/test-room");
        assertEquals(303, answer.statusCode());
        assertEquals("/console/sign-in?next=%2Fconsole%2Ftest-room", path(answer.header("Location")));
    }

    private static String path(String location) {
        return location.replaceFirst("^http://[^/]+", "");
    }

    @Test
    void an_ended_session_opens_nothing() {
        TestBrowser ann = TestPeople.developer();
        sessions.endAll(AccountKind.DEVELOPER, ann.personId());
        assertEquals(303, ann.get("/test-room").statusCode());
    }
}
