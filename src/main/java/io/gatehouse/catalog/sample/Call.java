package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.spec.Node;
import java.util.List;

/**
 * A call to show in several languages.
 *
 * @param url     complete, and encoded
 * @param headers without the content type of the body
 */
public record Call(String method, String url, List<Pair> headers, Body body) {
    /** A name and a value, in order. */
    public record Pair(String name, String value) {}

    /** What is sent. */
    public sealed interface Body {}

    public record NoBody() implements Body {}

    /** A value to be written as JSON. */
    public record Json(String contentType, Node value) implements Body {}

    /** Text as it is sent. */
    public record Text(String contentType, String text) implements Body {}

    /** A form, as browsers send it. */
    public record UrlEncoded(List<Pair> fields) implements Body {}

    /** A form with files in it: the values of {@code files} are names of files. */
    public record Multipart(List<Pair> fields, List<Pair> files) implements Body {}

    /** The content of one file. */
    public record File(String contentType, String name) implements Body {}
}
