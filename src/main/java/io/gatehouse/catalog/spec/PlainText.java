package io.gatehouse.catalog.spec;

/** Turns Markdown into a line of plain text, for cards and search results. */
final class PlainText {
    private static final int READ = 4_000;

    private PlainText() {}

    static String excerpt(String markdown, int length) {
        String head = markdown.length() > READ ? markdown.substring(0, READ) : markdown;
        String text = head.replaceAll("(?m)^```.*$", " ")
                .replaceAll("<[^>]{0,400}>", " ")
                .replaceAll("!\\[[^\\]]{0,400}]\\([^)]{0,800}\\)", "")
                .replaceAll("\\[([^\\]]{0,400})]\\([^)]{0,800}\\)", "$1")
                .replaceAll("(?m)^\\s{0,3}(#{1,6}|>|[-*+]|\\d+\\.)\\s+", "")
                .replaceAll("(?m)^[-:| ]{3,}$", " ")
                .replaceAll("[*_`]{1,3}(\\S[^*_`]{0,400}?)[*_`]{1,3}", "$1")
                .replaceAll("\\s+", " ")
                .strip();
        if (text.length() <= length) {
            return text;
        }
        int space = text.lastIndexOf(' ', length);
        return text.substring(0, space > length / 2 ? space : length) + "…";
    }
}
