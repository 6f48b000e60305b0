package io.gatehouse.identity;

/** The two kinds of people. Each has cookies, pages and rights of its own. */
public enum AccountKind {
    DEVELOPER,
    OPERATOR
}
