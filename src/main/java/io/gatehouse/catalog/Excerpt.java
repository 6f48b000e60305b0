package io.gatehouse.catalog;

/**
 * A long Markdown text in two parts: what is read at once, and what can be unfolded. Cut between paragraphs, never inside a code
 * block.
 *
 * @param rest empty for a text that is short
 */
public record Excerpt(String head, String rest) {
    private static final int SHORT_ENOUGH = 1_800;
    private static final int HEAD = 900;
    private static final int MOST = 60_000;

    static final Excerpt NOTHING = new Excerpt("", "");

    public boolean isEmpty() {
        return head.isBlank();
    }

    static Excerpt of(String markdown) {
        if (markdown.length() <= SHORT_ENOUGH) {
            return new Excerpt(markdown, "");
        }
        String all = markdown.length() > MOST
                ? markdown.substring(0, MOST) + "…\n\n*The description goes on in the spec.*"
                : markdown;
        boolean fenced = false;
        int at = 0;
        while (at < all.length()) {
            int end = all.indexOf('\n', at);
            String line = all.substring(at, end < 0 ? all.length() : end);
            if (line.stripLeading().startsWith("```") || line.stripLeading().startsWith("~~~")) {
                fenced = !fenced;
            }
            if (!fenced && line.isBlank() && at > HEAD) {
                return new Excerpt(all.substring(0, at), all.substring(at));
            }
            if (end < 0) {
                break;
            }
            at = end + 1;
        }
        return new Excerpt(all.substring(0, SHORT_ENOUGH) + "…", all);
    }
}
