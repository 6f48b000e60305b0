package io.gatehouse.access;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every endpoint of the application, read off the compiled classes: one that is added is here by itself. */
final class Routes {
    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*(\\w+)\\s*(?::\\s*((?:[^{}]|\\{[^}]*})+))?}");

    private Routes() {}

    /**
     * One endpoint.
     *
     * @param path with its parameters, such as {@code /apps/{id}}
     * @param takesFiles whether it wants a multipart form
     */
    record Route(String method, String path, boolean takesFiles, boolean saysWhoMayCall) {
        boolean changes() {
            return !method.equals("GET");
        }

        boolean hasParameters() {
            return path.contains("{");
        }

        /** The path with values in it; what is not given is something that does not exist. */
        String filled(Map<String, String> values) {
            return PARAMETER
                    .matcher(path)
                    .replaceAll(parameter -> Matcher.quoteReplacement(
                            values.getOrDefault(parameter.group(1), unknown(parameter.group(1), parameter.group(2)))));
        }

        private static String unknown(String name, String pattern) {
            if (pattern != null && pattern.contains("spec")) return "spec.json";
            return List.of("api", "version", "operation", "name", "token").contains(name)
                    ? "unknown"
                    : UUID.randomUUID().toString();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Route> all() {
        try (Stream<java.nio.file.Path> files = Files.walk(CLASSES.resolve("io/gatehouse"))) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> type(file.replace(".class", "").replace(File.separatorChar, '.')))
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .flatMap(Routes::of)
                    .sorted(Comparator.comparing(Route::toString))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Route> of(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(verb -> verb != null)
                        .map(verb -> new Route(
                                verb.value(), path(type, method), takesFiles(method), saysWhoMayCall(type, method))));
    }

    private static String path(Class<?> type, Method method) {
        String path = Stream.of(type, method)
                .map((AnnotatedElement element) -> element.getAnnotation(Path.class))
                .filter(annotation -> annotation != null)
                .map(annotation -> annotation.value().replaceAll("^/|/$", ""))
                .filter(part -> !part.isEmpty())
                .reduce("", (before, part) -> before + "/" + part);
        return path.isEmpty() ? "/" : path;
    }

    private static boolean takesFiles(Method method) {
        Consumes consumes = method.getAnnotation(Consumes.class);
        return consumes != null && List.of(consumes.value()).contains(MediaType.MULTIPART_FORM_DATA);
    }

    private static boolean saysWhoMayCall(Class<?> type, Method method) {
        return Stream.of(type, method)
                .anyMatch(element -> Stream.of(PermitAll.class, RolesAllowed.class, DenyAll.class)
                        .anyMatch((Class<? extends Annotation> annotation) -> element.isAnnotationPresent(annotation)));
    }
}
