package io.gatehouse.gateway.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request, read from the wire by the narrowest reading of RFC 9112, which is not the gateway's own code: what the gateway sends must
 * pass it, and the gateway may find no more requests in a client's bytes than it does.
 *
 * @param fields with names in lower case
 */
record WireRequest(String method, String target, String version, List<Field> fields, String body) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern LINE = Pattern.compile("(" + TOKEN + ") (\\S+) (HTTP/1\\.[01])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \t]*([\t\\x20-\\x7e\\x80-\\xff]*?)[ \t]*");
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,16})(;[\t\\x20-\\x7e]*)?");
    private static final int MOST_BODY_BYTES = 10 << 20;

    record Field(String name, String value) {}

    /** Not HTTP by that reading. */
    static final class Junk extends IOException {
        private static final long serialVersionUID = 1;

        Junk(String what) {
            super(what);
        }
    }

    /** Those that stand at the beginning of these bytes, up to the first that does not, or is not whole. */
    static List<WireRequest> all(byte[] bytes) {
        List<WireRequest> all = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(bytes);
        try {
            while (true) all.add(read(in));
        } catch (IOException end) {
            return all;
        }
    }

    /** Throws an EOFException when the connection ends, and Junk when what came is no request. */
    static WireRequest read(InputStream in) throws IOException {
        String first = line(in);
        while (first.isEmpty()) first = line(in);
        Matcher line = LINE.matcher(first);
        if (!line.matches()) throw new Junk("request line: " + first);
        List<Field> fields = fields(in);
        String version = line.group(3);
        List<String> lengths = values(fields, "content-length");
        List<String> codings = values(fields, "transfer-encoding");
        if (lengths.stream().distinct().count() + codings.size() > 1) throw new Junk("framed twice: " + fields);
        String body = "";
        if (!codings.isEmpty()) {
            if (!codings.get(0).equalsIgnoreCase("chunked") || version.equals("HTTP/1.0")) throw new Junk("coding");
            body = chunks(in);
        } else if (!lengths.isEmpty()) {
            if (!lengths.get(0).matches("[0-9]{1,15}")) throw new Junk("length: " + lengths);
            body = bytes(in, Long.parseLong(lengths.get(0)));
        }
        return new WireRequest(line.group(1), line.group(2), version, fields, body);
    }

    List<String> values(String name) {
        return values(fields, name);
    }

    private static List<String> values(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(Field::value)
                .toList();
    }

    private static List<Field> fields(InputStream in) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) throw new Junk("field: " + line);
            fields.add(new Field(field.group(1).toLowerCase(Locale.ROOT), field.group(2)));
        }
        return fields;
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            String line = line(in);
            Matcher size = SIZE.matcher(line);
            if (!size.matches()) throw new Junk("chunk: " + line);
            long length = Long.parseUnsignedLong(size.group(1), 16);
            if (length == 0) break;
            body.append(bytes(in, length));
            String end = line(in);
            if (!end.isEmpty()) throw new Junk("after chunk: " + end);
        }
        fields(in);
        return body.toString();
    }

    private static String bytes(InputStream in, long length) throws IOException {
        if (length < 0 || length > MOST_BODY_BYTES) throw new EOFException();
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) throw new EOFException();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = one(in); next != '\r'; next = one(in)) {
            if (next == '\n') throw new Junk("bare LF");
            line.write(next);
        }
        if (one(in) != '\n') throw new Junk("bare CR");
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static int one(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) throw new EOFException();
        return next;
    }
}
