package io.gatehouse.identity;

import io.gatehouse.web.Refused;
import java.util.Locale;
import java.util.regex.Pattern;

/** Mail addresses as people type them. Accounts keep them in lower case, so that one mailbox has one account. */
final class EmailAddress {
    private static final int LONGEST = 254;
    private static final Pattern USUAL = Pattern.compile(
            "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9-]{2,}");

    private EmailAddress() {}

    static String checked(String typed) {
        String address = lenient(typed);
        if (address.isEmpty()) throw new Refused("email", "Enter your e-mail address.");
        if (address.length() > LONGEST || !USUAL.matcher(address).matches())
            throw new Refused("email", "This is not an e-mail address. It should look like ann@example.com.");
        return address;
    }

    /** For looking an account up: what nobody can have signed up with is simply not found. */
    static String lenient(String typed) {
        String address = typed == null ? "" : typed.strip().toLowerCase(Locale.ROOT);
        return address.length() > LONGEST ? address.substring(0, LONGEST) : address;
    }

    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
