package io.gatehouse.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Asks axe what is wrong with a page. In place of its own builder, which brings axe into a document twice for each look at it, and
 * hands over all that is right as well: that takes several times as long as the look.
 */
final class Axe {
    private static final String SCRIPT = "() => {" + AxeBuilder.getAxeScript() + "}";
    private static final String IS_THERE = "() => typeof window.axe !== 'undefined'";
    private static final String LOOK = """
            tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
                .then(found => JSON.stringify(found.violations))
            """;
    private static final List<String> TAGS = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final int MOST_PLACES = 4;

    private Axe() {}

    /** Violations of WCAG 2.2 A and AA in words, one for each rule. */
    static List<String> violations(Page page) {
        // A document in a frame is looked at by an axe of its own, which that of the page asks.
        for (Frame frame : page.frames()) if (!(Boolean) frame.evaluate(IS_THERE)) frame.evaluate(SCRIPT);
        try {
            List<String> all = new ArrayList<>();
            for (JsonNode rule : new ObjectMapper().readTree((String) page.evaluate(LOOK, TAGS))) all.add(words(rule));
            return all;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String words(JsonNode rule) {
        return StreamSupport.stream(rule.path("nodes").spliterator(), false)
                .limit(MOST_PLACES)
                .map(node -> "\n    " + node.path("html").asText() + "\n      "
                        + node.path("failureSummary").asText())
                .collect(Collectors.joining(
                        "",
                        "  " + rule.path("id").asText() + ": "
                                + rule.path("help").asText(),
                        ""));
    }
}
