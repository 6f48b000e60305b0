package io.gatehouse.gateway.plugin;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A request body that consists of named values: a JSON object, or a form in one piece or in parts. Everything else passes as it is. */
public final class FieldsBody {

    /** A field costs many times the memory of the bytes that it can be made of. */
    static final int MOST_FIELDS = 10_000;

    private final Fields fields;
    private final Function<String, List<String>> texts;
    private final Supplier<byte[]> bytes;
    private final Predicate<String> canHold;

    private FieldsBody(
            Fields fields, Function<String, List<String>> texts, Supplier<byte[]> bytes, Predicate<String> canHold) {
        this.fields = fields;
        this.texts = texts;
        this.bytes = bytes;
        this.canHold = canHold;
    }

    /** Empty when the content type names none, or the body is not what it says or has too many fields. A dot is part of a name. */
    public static Optional<FieldsBody> read(String contentType, Buffer body) {
        return read(contentType, body, true);
    }

    /** @param dotsInKeys a dot is part of a member's name; otherwise it leads into an object */
    public static Optional<FieldsBody> read(String contentType, Buffer body, boolean dotsInKeys) {
        String type = mediaType(contentType);
        if (isForm(type)) {
            if (hasMore(body, "&")) return Optional.empty();
            Arguments arguments = Arguments.parse(body.toString());
            return Optional.of(new FieldsBody(
                    arguments,
                    arguments::all,
                    () -> Buffer.buffer(arguments.encoded()).getBytes(),
                    any -> true));
        }
        if (isJson(type)) {
            return JsonFields.parse(body.getBytes(), dotsInKeys)
                    .map(json -> new FieldsBody(json, json::texts, json::bytes, any -> true));
        }
        if (isMultipart(type)) {
            return MultipartFields.parse(contentType, body)
                    .map(parts -> new FieldsBody(parts, parts::texts, parts::bytes, parts::canHold));
        }
        return Optional.empty();
    }

    /** Whether it may be for the number of its fields that a body is not read; rules for them must not be evaded so. */
    public static boolean hasTooMany(String contentType, Buffer body) {
        String type = mediaType(contentType);
        return isForm(type) && hasMore(body, "&") || isMultipart(type) && hasMore(body, "\r\n--");
    }

    private static boolean hasMore(Buffer body, String separator) {
        int count = 0;
        byte first = (byte) separator.charAt(0);
        for (int i = 0; i + separator.length() <= body.length(); i++) {
            if (body.getByte(i) != first) continue;
            if (body.getString(i, i + separator.length()).equals(separator) && ++count > MOST_FIELDS) return true;
        }
        return false;
    }

    /** Whether {@link #read} would look at a body of this type at all. */
    public static boolean canRead(String contentType) {
        String type = mediaType(contentType);
        return isForm(type) || isJson(type) || isMultipart(type);
    }

    /** Whether it is a form whose arguments could stand in a query as well. */
    public static boolean isArguments(String contentType) {
        return isForm(mediaType(contentType));
    }

    public Fields fields() {
        return fields;
    }

    /** Whether the value would be one value there, whatever stands in it. */
    public boolean canHold(String value) {
        return canHold.test(value);
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

    private static boolean isMultipart(String type) {
        return type.equals("multipart/form-data");
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
