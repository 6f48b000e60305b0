package io.gatehouse.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What browsers and caches may keep. */
@QuarkusTest
class KeptPagesTest {
    @Test
    void nobody_keeps_what_a_signed_in_person_sees() {
        TestBrowser ann = TestPeople.developer();
        for (String path : List.of("/", "/apis", "/apps", "/account", "/no-such-page", "/sign-in"))
            assertEquals("no-store", kept(ann, path), path);
        TestBrowser olga = TestPeople.operator();
        for (String path : List.of("/console", "/console/audit", "/console/no-such-page"))
            assertEquals("no-store", kept(olga, path), path);
        assertNotEquals("no-store", kept(TestPeople.visitor(), "/apis"));
    }

    @Test
    void styles_and_scripts_are_kept_for_everybody() {
        TestBrowser ann = TestPeople.developer();
        List<String> assets =
                ann.page("/apis").select("head link[rel=stylesheet]").eachAttr("href");
        assertTrue(assets.size() > 5);
        for (String asset : assets) assertTrue(kept(ann, asset).endsWith("immutable"), asset);
        assertEquals("no-cache", kept(ann, "/js/app.js"));
    }

    private static String kept(TestBrowser person, String path) {
        return person.get(path).header("Cache-Control");
    }
}
