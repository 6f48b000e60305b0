package io.gatehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks are no part of the build, so this is where a change that breaks them is noticed. */
class BenchmarksTest {

    /** Projects of their own, which use nothing of the product. */
    private static final List<Path> OTHERS =
            List.of(Path.of("bench/gateway/spring"), Path.of("bench/gateway/vertx-proxy"));

    @TempDir
    Path classes;

    @Test
    void each_compiles_against_the_product_as_it_is() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> files = Files.walk(Path.of("bench"));
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            for (Path file : files.filter(file ->
                            file.toString().endsWith(".java") && OTHERS.stream().noneMatch(file::startsWith))
                    .toList()) {
                DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
                compiler.getTask(
                                null,
                                manager,
                                problems,
                                List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path")),
                                null,
                                manager.getJavaFileObjects(file))
                        .call();
                assertEquals(List.of(), problems.getDiagnostics(), file.toString());
            }
        }
    }
}
