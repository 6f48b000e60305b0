package io.gatehouse.catalog;

import io.gatehouse.identity.Viewer;

/** Whose eyes a page is for: it decides which APIs and versions exist for this person. */
public enum Audience {
    VISITOR,
    DEVELOPER,
    OPERATOR;

    public static Audience of(Viewer viewer) {
        if (viewer.isOperator()) {
            return OPERATOR;
        }
        return viewer.isDeveloper() ? DEVELOPER : VISITOR;
    }

    /** Lists leave out what is unlisted, for everybody. */
    boolean finds(Api api) {
        return switch (api.visibility) {
            case PUBLIC -> true;
            case SIGNED_IN -> this != VISITOR;
            case UNLISTED -> false;
        };
    }

    /** Whether the address of this version leads to a page. A retired version has one, which says that it is gone. */
    boolean mayOpen(ApiVersion version) {
        if (version.lifecycle == ApiVersion.Lifecycle.DRAFT) {
            return this == OPERATOR;
        }
        return this != VISITOR || version.api.visibility != Api.Visibility.SIGNED_IN;
    }
}
