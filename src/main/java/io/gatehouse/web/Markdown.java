package io.gatehouse.web;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Turns Markdown (with the HTML that real specs carry in it) into HTML that can do no harm: commonmark, then an allow-list
 * of elements. The only way in which text of somebody else's becomes markup.
 */
public final class Markdown {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (node instanceof org.commonmark.ext.gfm.tables.TableBlock) attributes.put("class", "md-table");
                // What scrolls sideways must be in reach of the keyboard.
                if (tag.equals("pre")) attributes.put("tabindex", "0");
            })
            .build();
    private static final String[] ELEMENTS = """
            p br hr h2 h3 h4 h5 h6 strong b em i s del code pre kbd blockquote ul ol li dl dt dd table thead
            tbody tr th td sub sup span div details summary a
            """.strip().split("\\s+");
    private static final PolicyFactory OURS = policy().allowElements("img")
            .allowAttributes("href")
            .onElements("a")
            .allowAttributes("src", "alt", "width", "height")
            .onElements("img")
            .toFactory();

    /** Links that are not absolute were meant for the author's own site, and pictures of other sites are not loaded. */
    private static final PolicyFactory THEIRS = policy().allowAttributes("href")
            .matching(Pattern.compile("(?i)(https?://|mailto:).*", Pattern.DOTALL))
            .onElements("a")
            .toFactory();

    /** Most descriptions are a plain sentence; those need no parser. */
    private static final Pattern PLAIN = Pattern.compile("\\p{L}[\\p{L}\\p{Nd} ,.;:?'\"()/%$€–’“”-]*");

    private static final int LONGEST_OF_OTHERS = 60_000;

    private Markdown() {}

    /** HTML of the text; headings begin at the second level, since a page has one first-level heading of its own. */
    public static String html(String markdown) {
        return html(markdown, OURS);
    }

    /** The same for text that came with somebody's spec. */
    static String htmlOfOthers(String markdown) {
        if (markdown == null || markdown.isBlank()) return "";
        if (markdown.length() < 400 && PLAIN.matcher(markdown).matches())
            return "<p>" + markdown.replace("\"", "&#34;").replace("'", "&#39;") + "</p>\n";
        return html(
                markdown.length() > LONGEST_OF_OTHERS ? markdown.substring(0, LONGEST_OF_OTHERS) + "…" : markdown,
                THEIRS);
    }

    private static HtmlPolicyBuilder policy() {
        return new HtmlPolicyBuilder()
                .allowElements(ELEMENTS)
                .allowAttributes("align", "colspan", "rowspan")
                .onElements("th", "td")
                .allowAttributes("tabindex")
                .matching(false, "0")
                .onElements("pre")
                .allowAttributes("start")
                .onElements("ol")
                .allowAttributes("class")
                .matching(false, "md-table")
                .onElements("table")
                .allowAttributes("tabindex")
                .matching(false, "0")
                .onElements("pre")
                .allowStandardUrlProtocols()
                .requireRelNofollowOnLinks();
    }

    private static String html(String markdown, PolicyFactory policy) {
        if (markdown == null || markdown.isBlank()) return "";
        Node document = PARSER.parse(markdown);
        document.accept(new org.commonmark.node.AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(Math.min(6, heading.getLevel() + 1));
                visitChildren(heading);
            }
        });
        return policy.sanitize(RENDERER.render(document));
    }

    /** In templates: {@code {api.description.markdown}}. */
    @TemplateExtension
    static RawString markdown(String text) {
        return new RawString(html(text));
    }

    /** In templates: {@code {operation.description.specMarkdown}}. */
    @TemplateExtension
    static RawString specMarkdown(String text) {
        return new RawString(htmlOfOthers(text));
    }
}
