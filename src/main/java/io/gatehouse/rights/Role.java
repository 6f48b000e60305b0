package io.gatehouse.rights;

/** What kind of operator somebody is. */
public enum Role {
    ADMIN("Admin", "May do everything."),
    PUBLISHER("Publisher", "Publishes APIs, configures the gateway for them, and decides who gets access."),
    AUDITOR("Auditor", "Reads everything and changes nothing.");

    private final String title;
    private final String words;

    Role(String title, String words) {
        this.title = title;
        this.words = words;
    }

    public String title() {
        return title;
    }

    /** What it allows, in a sentence. */
    public String words() {
        return words;
    }
}
