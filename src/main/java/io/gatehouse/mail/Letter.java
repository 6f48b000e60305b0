package io.gatehouse.mail;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The text of a mail, paragraph by paragraph, for showing it as HTML. */
record Letter(List<Paragraph> paragraphs) {

    /**
     * @param link true when the paragraph is an address on our own portal and nothing else; other addresses stay text
     */
    record Paragraph(String text, boolean link) {}

    static Letter of(String text, URI portal) {
        String own = portal.toString().replaceAll("/$", "") + "/";
        return new Letter(Stream.of(text.strip().split("\\R\\s*\\R"))
                .map(paragraph -> new Paragraph(
                        paragraph,
                        paragraph.startsWith(own) && paragraph.chars().noneMatch(Character::isWhitespace)))
                .toList());
    }
}
