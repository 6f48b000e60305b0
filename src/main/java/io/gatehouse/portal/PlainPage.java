package io.gatehouse.portal;

import io.gatehouse.theme.Themes;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;

/** An error page that needs neither a request nor a person: for when one of these is what failed. */
@Singleton
class PlainPage {
    private final Themes themes;

    PlainPage(Themes themes) {
        this.themes = themes;
    }

    @CheckedTemplate(basePath = "error", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance plain(Problem problem, String look, String back);
    }

    /**
     * @param back the page with the form, or nothing
     */
    String render(Problem problem, String back) {
        return Templates.plain(problem, themes.stylesheet(), back).render();
    }
}
