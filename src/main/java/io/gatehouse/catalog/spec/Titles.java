package io.gatehouse.catalog.spec;

import java.util.Locale;

/**
 * A title of one line for an operation. Authors put whole paragraphs of Markdown into summaries; then the first sentence has to do,
 * or the operation's own name taken apart.
 */
final class Titles {
    private static final int LONGEST = 100;

    private Titles() {}

    static String of(String summary, String operationId, String method, String path) {
        String plain = PlainText.excerpt(summary, 4 * LONGEST);
        if (plain.length() > LONGEST) {
            int end = plain.indexOf(". ");
            plain = end > 0 ? plain.substring(0, end) : plain;
        }
        String named = operationId.isBlank() ? method + " " + path : words(operationId);
        if (plain.length() > LONGEST) {
            plain = operationId.isBlank() ? PlainText.excerpt(plain, LONGEST) : named;
        }
        String title = plain.replaceAll("\\.$", "").strip();
        return title.isEmpty() ? named : title;
    }

    /** {@code createChatCompletion} and {@code repos/get-branch} as people would write them; one word stays as it is. */
    private static String words(String operationId) {
        if (operationId.length() > 2 * LONGEST) {
            return operationId.substring(0, LONGEST) + "…";
        }
        String apart = operationId
                .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        if (apart.isEmpty() || !apart.contains(" ")) {
            return operationId;
        }
        StringBuilder words = new StringBuilder();
        for (String word : apart.split(" ")) {
            boolean plainWord = word.length() > 1
                    && word.substring(1).equals(word.substring(1).toLowerCase(Locale.ROOT));
            words.append(words.isEmpty() ? "" : " ").append(plainWord ? word.toLowerCase(Locale.ROOT) : word);
        }
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
