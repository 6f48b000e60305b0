package io.gatehouse.cli;

import java.util.UUID;

/**
 * Something that a configuration may say without being wrong, and that its author hardly means.
 *
 * @param id by which it is named where it is to be ignored
 * @param about what it finds, for those who read the list of rules
 */
record LintRule(String id, Severity severity, String about, Look look) {

    /** Goes through a configuration. */
    interface Look {
        void at(Overview all, Report found);
    }

    /** Takes what a rule finds. */
    interface Report {
        /**
         * @param entity that it is about
         * @param field of the entity, null for all of it
         * @param message what is so, and what to do about it
         */
        void add(UUID entity, String field, String message);
    }
}
