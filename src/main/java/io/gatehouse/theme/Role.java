package io.gatehouse.theme;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a colour is for. Style sheets know roles only; a theme says which colour each one has, in light and in dark. */
public enum Role {
    BG("Page", Group.GROUND),
    BG_RAISED("Panels", Group.GROUND),
    BG_SUNKEN("Wells", Group.GROUND),
    FG("Text", Group.GROUND),
    FG_MUTED("Quiet text", Group.GROUND),
    BORDER("Lines", Group.GROUND),
    BORDER_STRONG("Edges of controls", Group.GROUND),
    PRIMARY("Primary", Group.BRAND),
    ON_PRIMARY("Text on primary", Group.BRAND),
    ACCENT("Accent", Group.BRAND),
    ON_ACCENT("Text on accent", Group.BRAND),
    LINK("Links", Group.BRAND),
    SUCCESS("Success", Group.STATUS),
    WARNING("Warning", Group.STATUS),
    DANGER("Danger", Group.STATUS),
    ON_DANGER("Text on danger", Group.STATUS),
    INFO("Information", Group.STATUS),
    METHOD_GET("GET", Group.METHOD),
    METHOD_GET_BG("GET, ground", Group.METHOD),
    METHOD_POST("POST", Group.METHOD),
    METHOD_POST_BG("POST, ground", Group.METHOD),
    METHOD_PUT("PUT", Group.METHOD),
    METHOD_PUT_BG("PUT, ground", Group.METHOD),
    METHOD_PATCH("PATCH", Group.METHOD),
    METHOD_PATCH_BG("PATCH, ground", Group.METHOD),
    METHOD_DELETE("DELETE", Group.METHOD),
    METHOD_DELETE_BG("DELETE, ground", Group.METHOD),
    METHOD_OTHER("Other methods", Group.METHOD),
    METHOD_OTHER_BG("Other methods, ground", Group.METHOD),
    PRIMARY_HOVER("Primary under the pointer", Group.DERIVED),
    FOCUS("Focus ring", Group.DERIVED),
    CODE_BG("Code, ground", Group.DERIVED),
    CODE_FG("Code", Group.DERIVED),
    TINT_SUCCESS("Success, ground", Group.DERIVED),
    TINT_WARNING("Warning, ground", Group.DERIVED),
    TINT_DANGER("Danger, ground", Group.DERIVED),
    TINT_INFO("Information, ground", Group.DERIVED),
    TINT_NEUTRAL("Neutral ground", Group.DERIVED),
    CHART_1("Chart 1", Group.DERIVED),
    CHART_2("Chart 2", Group.DERIVED),
    CHART_3("Chart 3", Group.DERIVED),
    CHART_4("Chart 4", Group.DERIVED),
    CHART_5("Chart 5", Group.DERIVED),
    CHART_6("Chart 6", Group.DERIVED);

    /** How the roles stand together in the editor. What is derived is computed from the others and is no theme's to set. */
    public enum Group {
        BRAND,
        GROUND,
        STATUS,
        METHOD,
        DERIVED
    }

    private final String label;
    private final Group group;

    Role(String label, Group group) {
        this.label = label;
        this.group = group;
    }

    public String label() {
        return label;
    }

    public Group group() {
        return group;
    }

    public boolean isDerived() {
        return group == Group.DERIVED;
    }

    /** Name in {@code tokens.json} and, behind {@code --gh-}, in style sheets. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Role> of(String token) {
        return Arrays.stream(values())
                .filter(role -> role.token().equals(token))
                .findFirst();
    }
}
