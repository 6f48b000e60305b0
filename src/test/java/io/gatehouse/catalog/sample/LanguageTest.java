package io.gatehouse.catalog.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Node.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageTest {
    /** Quotes of every language, and what each would run. */
    private static final String EVIL = "a'b\"c\\d`e$(touch x)${f}#{g}\"\"\"h\ni</script>%s";

    @TempDir
    Path folder;

    @Test
    void every_language_writes_every_kind_of_body() {
        List<Pair> fields = List.of(new Pair("name", EVIL));
        Stream.of(
                        new Call.NoBody(),
                        new Call.Json("application/json", text(EVIL)),
                        new Call.Text("text/plain", EVIL),
                        new Call.UrlEncoded(fields),
                        new Call.Multipart(fields, List.of(new Pair("photo", "file.bin"))),
                        new Call.File("image/png", "file.bin"))
                .map(body ->
                        new Call("POST", "http://localhost:8000/a?b=c", List.of(new Pair("apikey", "YOUR_KEY")), body))
                .forEach(call -> Language.ALL.forEach(language -> {
                    String code = language.write(call);
                    assertTrue(code.contains("http://localhost:8000/a?b=c"), language.label());
                    assertTrue(code.contains("apikey"), language.label());
                    assertTrue(code.contains("YOUR_KEY"), language.label());
                }));
    }

    @Test
    void a_shell_takes_what_stands_in_a_spec_as_text_only() throws Exception {
        Call call = new Call(
                "POST",
                "http://localhost/",
                List.of(new Pair("X-Evil", EVIL)),
                new Call.Json("application/json", text(EVIL)));
        String out = run(
                "sh",
                "-c",
                "curl() { printf '%s\\n' \"$@\"; }; " + Language.ALL.get(0).write(call));
        assertTrue(out.contains("X-Evil: " + EVIL), out);
        assertTrue(out.contains(new ObjectMapper().writeValueAsString(EVIL)), out);
        assertFalse(Files.exists(folder.resolve("x")), "the shell ran a part of the spec");
    }

    @Test
    void python_spells_true_false_and_null_in_its_own_way() {
        Node body = Node.object(
                List.of("yes", "no", "none", "list", "empty"),
                List.of(
                        Node.scalar(Type.BOOLEAN, "true", 0, 0),
                        Node.scalar(Type.BOOLEAN, "false", 0, 0),
                        Node.scalar(Type.NULL, "", 0, 0),
                        Node.array(List.of(Node.scalar(Type.NUMBER, "1.50", 0, 0)), 0, 0),
                        Node.object(List.of(), List.of(), 0, 0)),
                0,
                0);
        String code =
                new Python().write(new Call("PUT", "http://x/", List.of(), new Call.Json("application/json", body)));
        assertEquals("""
                import requests

                response = requests.put(
                    "http://x/",
                    json={
                        "yes": True,
                        "no": False,
                        "none": None,
                        "list": [
                            1.50,
                        ],
                        "empty": {},
                    },
                )
                print(response.status_code, response.text)""", code);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return out;
    }

    private static Node text(String text) {
        return Node.scalar(Type.STRING, text, 0, 0);
    }
}
