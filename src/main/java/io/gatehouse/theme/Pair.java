package io.gatehouse.theme;

import static io.gatehouse.theme.Role.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Two colours that meet on a page.
 *
 * @param least contrast that they need: 4.5 for text, 3 for the edges of controls and shapes (WCAG 2.2, 1.4.3 and 1.4.11)
 */
public record Pair(Role front, Role ground, double least) {
    private static final double TEXT = 4.5;
    private static final double SHAPE = 3;

    /** Every pair that our style sheets make. */
    public static final List<Pair> ALL = all();

    boolean meets(Role role) {
        return front == role || ground == role;
    }

    /** Whether this is the text that the ground is made for: plain text on a page, a chip's word on the chip. */
    boolean isTextFor(Role role) {
        return front == FG
                || front.group() == Group.METHOD
                || front == ON_PRIMARY && role == PRIMARY
                || front == ON_ACCENT && role == ACCENT
                || front == ON_DANGER && role == DANGER;
    }

    private static List<Pair> all() {
        List<Pair> pairs = new ArrayList<>();
        for (Role ground : List.of(BG, BG_RAISED, BG_SUNKEN)) {
            for (Role text : List.of(FG, FG_MUTED, LINK, SUCCESS, WARNING, DANGER, INFO))
                pairs.add(new Pair(text, ground, TEXT));
        }
        for (Role tint : List.of(TINT_SUCCESS, TINT_WARNING, TINT_DANGER, TINT_INFO, TINT_NEUTRAL)) {
            pairs.add(new Pair(FG, tint, TEXT));
            pairs.add(new Pair(FG_MUTED, tint, TEXT));
        }
        text(pairs, ON_PRIMARY, PRIMARY);
        text(pairs, ON_PRIMARY, PRIMARY_HOVER);
        text(pairs, ON_ACCENT, ACCENT);
        text(pairs, ON_DANGER, DANGER);
        text(pairs, SUCCESS, TINT_SUCCESS);
        text(pairs, WARNING, TINT_WARNING);
        text(pairs, DANGER, TINT_DANGER);
        text(pairs, INFO, TINT_INFO);
        text(pairs, LINK, TINT_NEUTRAL);
        text(pairs, CODE_FG, CODE_BG);
        text(pairs, FG_MUTED, CODE_BG);
        text(pairs, METHOD_GET, METHOD_GET_BG);
        text(pairs, METHOD_POST, METHOD_POST_BG);
        text(pairs, METHOD_PUT, METHOD_PUT_BG);
        text(pairs, METHOD_PATCH, METHOD_PATCH_BG);
        text(pairs, METHOD_DELETE, METHOD_DELETE_BG);
        text(pairs, METHOD_OTHER, METHOD_OTHER_BG);
        for (Role ground : List.of(BG, BG_RAISED)) {
            for (Role shape : List.of(BORDER_STRONG, FOCUS, PRIMARY)) pairs.add(new Pair(shape, ground, SHAPE));
        }
        for (Role shape : List.of(CHART_1, CHART_2, CHART_3, CHART_4, CHART_5, CHART_6))
            pairs.add(new Pair(shape, BG_RAISED, SHAPE));
        return List.copyOf(pairs);
    }

    private static void text(List<Pair> pairs, Role text, Role ground) {
        pairs.add(new Pair(text, ground, TEXT));
    }
}
