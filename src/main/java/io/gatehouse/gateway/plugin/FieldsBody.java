package io.gatehouse.gateway.plugin;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A request body that consists of named values: a JSON object or a form. Everything else passes as it is. */
public final class FieldsBody {

    private final Fields fields;
    private final Function<String, List<String>> texts;
    private final Supplier<byte[]> bytes;

    private FieldsBody(Fields fields, Function<String, List<String>> texts, Supplier<byte[]> bytes) {
        this.fields = fields;
        this.texts = texts;
        this.bytes = bytes;
    }

    /** Empty when the content type names neither, or the body is not what it says. A dot is part of a name. */
    public static Optional<FieldsBody> read(String contentType, Buffer body) {
        return read(contentType, body, true);
    }

    /** @param dotsInKeys a dot is part of a member's name; otherwise it leads into an object */
    public static Optional<FieldsBody> read(String contentType, Buffer body, boolean dotsInKeys) {
        String type = mediaType(contentType);
        if (isForm(type)) {
            Arguments arguments = Arguments.parse(body.toString());
            return Optional.of(new FieldsBody(
                    arguments,
                    arguments::all,
                    () -> Buffer.buffer(arguments.encoded()).getBytes()));
        }
        if (isJson(type)) {
            return JsonFields.parse(body.getBytes(), dotsInKeys)
                    .map(json -> new FieldsBody(json, json::texts, json::bytes));
        }
        return Optional.empty();
    }

    /** Whether {@link #read} would look at a body of this type at all. */
    public static boolean canRead(String contentType) {
        String type = mediaType(contentType);
        return isForm(type) || isJson(type);
    }

    public Fields fields() {
        return fields;
    }

    /** The values that the name has; none when it is not there. */
    public List<String> texts(String name) {
        return texts.apply(name);
    }

    public Buffer bytes() {
        return Buffer.buffer(bytes.get());
    }

    private static boolean isForm(String type) {
        return type.equals("application/x-www-form-urlencoded");
    }

    private static boolean isJson(String type) {
        return type.equals("application/json") || type.startsWith("application/") && type.endsWith("+json");
    }

    private static String mediaType(String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
