package io.gatehouse.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.function.BinaryOperator;

/** A refusal in the form that the client reads best: JSON unless it prefers HTML, plain text or XML. */
enum ErrorBody {
    JSON("application/json; charset=utf-8", ErrorBody::json),
    HTML("text/html; charset=utf-8", ErrorBody::html),
    PLAIN("text/plain; charset=utf-8", (message, id) -> message + "\nrequest_id: " + id + "\n"),
    XML("application/xml; charset=utf-8", ErrorBody::xml);

    private final String contentType;
    private final BinaryOperator<String> writer;

    ErrorBody(String contentType, BinaryOperator<String> writer) {
        this.contentType = contentType;
        this.writer = writer;
    }

    String contentType() {
        return contentType;
    }

    Buffer of(String message, String requestId) {
        return Buffer.buffer(writer.apply(message, requestId));
    }

    /** @param accept value of the field, null if there is none */
    static ErrorBody acceptedBy(String accept) {
        if (accept == null || accept.equals("*/*")) return JSON;
        ErrorBody best = JSON;
        double bestQuality = 0;
        for (String range : accept.split(",")) {
            String[] parts = range.split(";");
            ErrorBody offered = ofType(parts[0].trim());
            double quality = quality(parts);
            if (offered != null && quality > bestQuality) {
                best = offered;
                bestQuality = quality;
            }
        }
        return best;
    }

    private static ErrorBody ofType(String type) {
        return switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "application/json", "application/*", "*/*" -> JSON;
            case "text/html", "application/xhtml+xml" -> HTML;
            case "text/plain", "text/*" -> PLAIN;
            case "application/xml", "text/xml" -> XML;
            default -> null;
        };
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (!parameter.startsWith("q=")) continue;
            try {
                return Double.parseDouble(parameter.substring(2));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        return 1;
    }

    private static String json(String message, String id) {
        StringBuilder quoted = new StringBuilder(message.length() + 16);
        for (char c : message.toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return "{\n  \"message\":\"" + quoted + "\",\n  \"request_id\":\"" + id + "\"\n}";
    }

    private static String html(String message, String id) {
        String text = escaped(message);
        return "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Error</title></head>\n<body>\n"
                + "<h1>Error</h1>\n<p>" + text + ".</p>\n<p>request_id: " + id + "</p>\n</body>\n</html>\n";
    }

    private static String xml(String message, String id) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>\n  <message>" + escaped(message)
                + "</message>\n  <requestid>" + id + "</requestid>\n</error>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
