package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.plugins.BuiltIn;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin of docs/writing-a-plugin.md is compiled as it stands there, packed, and acts; and what cannot be used is told. */
class PluginJarsTest {
    private static final Path PAGE = Path.of("docs/writing-a-plugin.md");
    private static final String SERVICE = "META-INF/services/io.gatehouse.gateway.plugin.Plugin";
    private static final String SIMPLE = """
            import io.gatehouse.gateway.plugin.*;
            public class Simple extends NamedPlugin<Simple.Config> {
                public record Config() {}
                public Simple() { super("NAME", 1, Config.class); CONSTRUCTOR }
                public Filter bind(Config config, Scope scope) { return new Filter() {}; }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void the_plugin_of_the_document_acts() throws Exception {
        pack("season.jar", "com/example/Season.java", block("java"), block("text"));
        List<Plugin<?>> plugins = load();
        Plugin<?> season = plugins.get(plugins.size() - 1);
        Plugins known = new Plugins(plugins);
        assertEquals(
                "Closes an API in some months.",
                known.find("season")
                        .orElseThrow()
                        .schema()
                        .jsonSchema()
                        .path("description")
                        .asText());

        DocumentReading reading = read(known, block("yaml"));
        assertEquals(List.of(), reading.problems());
        try (GatewayHarness gateway = GatewayHarness.serving(
                reading.config().orElseThrow().topology(), options -> options, List.of(season))) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/weather"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("Closed this month"), answer.body());
            assertEquals("hello", answer.headers().firstValue("X-Season").orElse(""));
        }
    }

    @Test
    void its_configuration_is_checked_like_those_of_other_plugins() throws Exception {
        pack("season.jar", "com/example/Season.java", block("java"), block("text"));
        Plugins known = new Plugins(load());
        assertEquals(
                List.of("services.1.plugins.1.config.greeting: must not be empty"),
                problems(read(known, block("yaml").replace("greeting: hello", "greeting: ''"))));
        String wrong =
                block("yaml").replace("greeting: hello", "greetings: hello").replace("JANUARY", "JUNUARY");
        List<String> told = problems(read(known, wrong));
        assertEquals(2, told.size(), told.toString());
        assertTrue(told.get(0).endsWith("did you mean 'greeting'?"), told.toString());
        assertTrue(told.get(1).contains("closed_in.1: 'JUNUARY' is not available"), told.toString());
    }

    @Test
    void without_the_folder_there_are_the_built_in_ones() {
        assertEquals(
                BuiltIn.all().size(),
                PluginJars.beside(BuiltIn.all(), folder.resolve("none")).size());
    }

    @Test
    void a_name_that_is_taken_is_told() throws Exception {
        pack("mine.jar", "Simple.java", simple("key-auth", ""), "Simple");
        assertRefused("mine.jar", "it has a plugin “key-auth”, and so has Gatehouse itself");
        Files.delete(folder.resolve("mine.jar"));
        pack("a.jar", "Simple.java", simple("mine", ""), "Simple");
        pack("b.jar", "Simple.java", simple("mine", ""), "Simple");
        assertRefused("b.jar", "it has a plugin “mine”, and so has a.jar");
    }

    @Test
    void a_class_that_is_missing_or_cannot_be_made_is_told() throws Exception {
        pack("mine.jar", "Simple.java", simple("mine", ""), "Simpler");
        assertRefused("mine.jar", "Provider Simpler not found");
        pack("mine.jar", "Simple.java", simple("mine", "if (true) throw new IllegalStateException(\"no\");"), "Simple");
        assertRefused("mine.jar", "Provider Simple could not be instantiated: java.lang.IllegalStateException: no");
        pack("mine.jar", "Simple.java", "public class Simple {}", "Simple");
        assertRefused("mine.jar", "Simple not a subtype");
        pack("mine.jar", "Simple.java", simple("mine", ""), "# nothing");
        assertRefused("mine.jar", SERVICE + " names no class of this JAR");
    }

    @Test
    void a_file_that_is_no_plugin_is_told() throws Exception {
        Files.writeString(folder.resolve("mine.jar"), "not a JAR");
        assertRefused("mine.jar", "it is not a JAR that can be read");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("mine.jar")))) {
            jar.putNextEntry(new JarEntry("readme.txt"));
        }
        assertRefused("mine.jar", "it has no " + SERVICE);
    }

    @Test
    void who_may_write_is_seen() throws IOException {
        Path jar = Files.createFile(folder.resolve("mine.jar"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(List.of(), PluginJars.writableByOthers(folder));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        assertEquals(List.of(jar), PluginJars.writableByOthers(folder));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(List.of(folder, jar), PluginJars.writableByOthers(folder));
    }

    private void assertRefused(String jar, String reason) {
        String message = assertThrows(PluginJars.Unusable.class, this::load).getMessage();
        String expected = "the plugins in " + folder.resolve(jar) + " cannot be used: " + reason;
        assertTrue(message.startsWith(expected), message);
    }

    private List<Plugin<?>> load() {
        return PluginJars.beside(BuiltIn.all(), folder);
    }

    private static DocumentReading read(Plugins plugins, String yaml) {
        return new ConfigDocument(plugins, GatewayHarness.DIGEST).read(yaml, 0);
    }

    private static List<String> problems(DocumentReading reading) {
        return reading.problems().stream()
                .map(problem -> problem.path() + ": " + problem.problem().message())
                .toList();
    }

    private static String simple(String name, String constructor) {
        return SIMPLE.replace("NAME", name).replace("CONSTRUCTOR", constructor);
    }

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertTrue(block.find(), language);
        return block.group(1);
    }

    private void pack(String name, String source, String text, String service) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        Path file = work.resolve("src").resolve(source);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Path classes = Files.createDirectory(work.resolve("classes"));
        compile(file, classes);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)));
                Stream<Path> compiled = Files.walk(classes)) {
            jar.putNextEntry(new JarEntry(SERVICE));
            jar.write(service.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (Path each : compiled.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, jar);
            }
        }
    }

    private static void compile(Path file, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        List<String> options = List.of(
                "-cp", System.getProperty("java.class.path"), "-proc:none", "-Xlint:all", "-d", classes.toString());
        boolean isCompiled;
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            isCompiled = compiler.getTask(problems, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertTrue(isCompiled, problems.toString());
    }
}
