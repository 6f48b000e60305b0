package io.gatehouse.gateway.plugin;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a form that came as {@code multipart/form-data}. Those that nobody touches go on byte for byte. Bytes are handled as
 * characters of ISO 8859-1, which keeps every one of them.
 */
final class MultipartFields implements Fields {
    private static final String LINE = "\r\n";
    private static final int MOST_HEAD_CHARS = 8_192;
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[^;]*;\\s*([^=;\\s]++)\\s*=\\s*(\"(?:[^\"\\\\]++|\\\\.)*+\"|[^;\\s]*+)");
    private static final Pattern DISPOSITION = Pattern.compile("(?im)^content-disposition:([^\\r\\n]*)");
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{1,70}");

    private final String delimiter;
    private final List<Part> parts = new ArrayList<>();

    private MultipartFields(String boundary) {
        this.delimiter = "--" + boundary;
    }

    /** Empty when the body is not what the type says. */
    static Optional<MultipartFields> parse(String contentType, Buffer body) {
        String boundary = parameter(contentType, "boundary");
        if (boundary == null || !BOUNDARY.matcher(boundary).matches()) return Optional.empty();
        MultipartFields fields = new MultipartFields(boundary);
        boolean isRead = body.length() == 0 || fields.read(body.toString(StandardCharsets.ISO_8859_1));
        return isRead ? Optional.of(fields) : Optional.empty();
    }

    private boolean read(String text) {
        int at = text.startsWith(delimiter) ? 0 : text.indexOf(LINE + delimiter) + LINE.length();
        if (!text.startsWith(delimiter, at)) return false;
        while (!text.startsWith("--", at + delimiter.length())) {
            int start = at + delimiter.length();
            while (start < text.length() && " \t".indexOf(text.charAt(start)) >= 0) start++;
            if (!text.startsWith(LINE, start)) return false;
            start += LINE.length();
            int end = text.indexOf(LINE + delimiter, start);
            int content = text.indexOf(LINE + LINE, start) + 2 * LINE.length();
            if (parts.size() >= FieldsBody.MOST_FIELDS) return false;
            if (content < start + 2 * LINE.length() || content > end || content - start > MOST_HEAD_CHARS) return false;
            parts.add(Part.read(text.substring(start, content), text.substring(content, end)));
            at = end + LINE.length();
        }
        return true;
    }

    /** A value in which a part could end, or another one begin, must not become one. */
    boolean canHold(String value) {
        return !value.contains(delimiter);
    }

    /** The contents of all parts of this name. */
    List<String> texts(String name) {
        return parts.stream()
                .filter(part -> part.name.equals(name))
                .map(Part::text)
                .toList();
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(delimiter)
                    .append(LINE)
                    .append(part.head)
                    .append(part.content)
                    .append(LINE);
        }
        return text.append(delimiter).append("--").append(LINE).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean has(String name) {
        return parts.stream().anyMatch(part -> part.name.equals(name));
    }

    @Override
    public void remove(String name) {
        parts.removeIf(part -> part.name.equals(name));
    }

    @Override
    public void rename(String from, String to) {
        if (from.equals(to)) return;
        remove(to);
        parts.replaceAll(part -> part.name.equals(from) ? part.renamed(to) : part);
    }

    @Override
    public void replace(String name, String value) {
        int at = 0;
        while (!parts.get(at).name.equals(name)) at++;
        remove(name);
        parts.add(at, Part.written(name, value));
    }

    @Override
    public void add(String name, String value) {
        parts.add(Part.written(name, value));
    }

    @Override
    public void append(String name, String value) {
        add(name, value);
    }

    private static String parameter(String value, String name) {
        Matcher parameter = PARAMETER.matcher(value);
        while (parameter.find()) {
            if (parameter.group(1).equalsIgnoreCase(name)) return unquoted(parameter.group(2));
        }
        return null;
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) return value;
        return value.substring(1, value.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** @param head with the empty line behind it */
    private record Part(String name, String head, String content) {

        static Part read(String head, String content) {
            Matcher disposition = DISPOSITION.matcher(head);
            String name = disposition.find() ? parameter(disposition.group(1), "name") : null;
            return new Part(name == null ? "" : utf8(name).replace("%22", "\""), head, content);
        }

        static Part written(String name, String value) {
            String head = "Content-Disposition: form-data; name=" + quoted(name) + LINE + LINE;
            return new Part(name, head, bytes(value));
        }

        Part renamed(String to) {
            Matcher disposition = DISPOSITION.matcher(head);
            if (!disposition.find()) return this;
            Matcher parameter = PARAMETER.matcher(disposition.group(1));
            while (parameter.find()) {
                if (!parameter.group(1).equalsIgnoreCase("name")) continue;
                int from = disposition.start(1) + parameter.start(2);
                int end = disposition.start(1) + parameter.end(2);
                return new Part(to, head.substring(0, from) + quoted(to) + head.substring(end), content);
            }
            return this;
        }

        private static String quoted(String name) {
            return '"' + bytes(name).replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A") + '"';
        }

        String text() {
            return utf8(content);
        }
    }
}
