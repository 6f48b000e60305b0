package io.gatehouse.gateway.plugin;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a query string or a form body, in their order. Those that nobody touches go on byte for byte: an upstream
 * may sign them, or read an escape differently than we would write it.
 */
public final class Arguments implements Fields {

    private final List<Argument> arguments;

    private Arguments(List<Argument> arguments) {
        this.arguments = arguments;
    }

    /** Reads what stands behind the question mark; null or empty means no arguments. */
    public static Arguments parse(String encoded) {
        List<Argument> arguments = new ArrayList<>();
        if (encoded == null || encoded.isEmpty()) {
            return new Arguments(arguments);
        }
        int from = 0;
        while (from <= encoded.length()) {
            int end = encoded.indexOf('&', from);
            end = end < 0 ? encoded.length() : end;
            arguments.add(Argument.read(encoded.substring(from, end)));
            from = end + 1;
        }
        return new Arguments(arguments);
    }

    @Override
    public boolean has(String name) {
        return arguments.stream().anyMatch(argument -> argument.name.equals(name));
    }

    /** Each once, in the order in which they came. */
    public List<String> names() {
        return arguments.stream().map(argument -> argument.name).distinct().toList();
    }

    /** The first value, or null; an argument without an equals sign has an empty one. */
    public String first(String name) {
        for (Argument argument : arguments) {
            if (argument.name.equals(name)) {
                return argument.value();
            }
        }
        return null;
    }

    public List<String> all(String name) {
        return arguments.stream()
                .filter(argument -> argument.name.equals(name))
                .map(Argument::value)
                .toList();
    }

    @Override
    public void remove(String name) {
        arguments.removeIf(argument -> argument.name.equals(name));
    }

    @Override
    public void append(String name, String value) {
        add(name, value);
    }

    @Override
    public void add(String name, String value) {
        arguments.add(Argument.written(name, value));
    }

    /** The one value stands where the first of them stood. */
    @Override
    public void replace(String name, String value) {
        int at = positionOf(name);
        if (at < 0) {
            return;
        }
        remove(name);
        arguments.add(at, Argument.written(name, value));
    }

    @Override
    public void rename(String from, String to) {
        if (from.equals(to) || !has(from)) {
            return;
        }
        remove(to);
        arguments.replaceAll(
                argument -> argument.name.equals(from) ? Argument.written(to, argument.value()) : argument);
    }

    /** As it goes on the wire; empty when there are none. */
    public String encoded() {
        return String.join("&", arguments.stream().map(Argument::encoded).toList());
    }

    private int positionOf(String name) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).name.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private record Argument(String name, String encoded) {

        static Argument read(String encoded) {
            int equals = encoded.indexOf('=');
            return new Argument(decode(equals < 0 ? encoded : encoded.substring(0, equals)), encoded);
        }

        static Argument written(String name, String value) {
            return new Argument(name, encode(name) + "=" + encode(value));
        }

        String value() {
            int equals = encoded.indexOf('=');
            return equals < 0 ? "" : decode(encoded.substring(equals + 1));
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }

        /** Never fails: an escape that is none stays as it is, as every browser does. */
        private static String decode(String text) {
            if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
                return text;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
            for (int i = 0; i < bytes.length; i++) {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (bytes[i] == '%' && high >= 0 && low >= 0) {
                    decoded.write(high << 4 | low);
                    i += 2;
                } else {
                    decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
                }
            }
            return decoded.toString(StandardCharsets.UTF_8);
        }
    }
}
