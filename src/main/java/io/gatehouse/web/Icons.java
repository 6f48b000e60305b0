package io.gatehouse.web;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lucide's icons, inlined from their webjar, so that they take the colour of the text and cost no request. */
@TemplateExtension(namespace = "icons")
final class Icons {
    private static final String FOLDER = "META-INF/resources/webjars/lucide-static/0.468.0/icons/";
    private static final Map<String, String> SHAPES = new ConcurrentHashMap<>();

    private Icons() {}

    /** In templates through the {@code icon} tag. Decorative: the text beside it, or a label around it, says what it means. */
    static RawString svg(String name, int size) {
        return new RawString("<svg class=\"icon\" width=\"" + size + "\" height=\"" + size
                + "\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">"
                + SHAPES.computeIfAbsent(name, Icons::shapes) + "</svg>");
    }

    private static String shapes(String name) {
        if (!name.matches("[a-z0-9-]{1,60}")) throw new IllegalArgumentException("“" + name + "” is no icon name");
        try (InputStream file =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(FOLDER + name + ".svg")) {
            if (file == null) throw new IllegalArgumentException("Lucide has no icon “" + name + "”");
            String svg = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            int inside = svg.indexOf('>', svg.indexOf("<svg")) + 1;
            return svg.substring(inside, svg.lastIndexOf("</svg>"))
                    .replaceAll("\\s*\\n\\s*", "")
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
