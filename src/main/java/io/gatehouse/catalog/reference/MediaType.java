package io.gatehouse.catalog.reference;

import java.util.Locale;

/** The name of a format, such as {@code application/json}, and what can be told from it. */
record MediaType(String name) {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    private String bare() {
        int parameters = name.indexOf(';');
        return (parameters < 0 ? name : name.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    boolean isJson() {
        String bare = bare();
        return bare.endsWith("/json")
                || bare.endsWith("+json")
                || bare.equals("*/*")
                || bare.endsWith("jsonl")
                || bare.equals("text/event-stream");
    }

    boolean isForm() {
        return bare().equals(FORM);
    }

    boolean isMultipart() {
        return bare().startsWith("multipart/");
    }

    boolean isXml() {
        return bare().endsWith("/xml") || bare().endsWith("+xml");
    }

    boolean isText() {
        return bare().startsWith("text/") || isXml() || bare().endsWith("yaml");
    }

    boolean isBinary() {
        String bare = bare();
        return bare.equals("application/octet-stream")
                || bare.matches("(image|audio|video|font)/.*")
                || bare.endsWith("/zip")
                || bare.endsWith("/pdf")
                || bare.endsWith("/gzip");
    }

    String lang() {
        return isJson() ? "json" : isXml() ? "xml" : "text";
    }
}
