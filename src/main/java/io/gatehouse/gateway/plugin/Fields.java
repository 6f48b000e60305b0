package io.gatehouse.gateway.plugin;

/** Named values that a transformer changes: headers, arguments, or the members of a JSON body. */
public interface Fields {

    boolean has(String name);

    void remove(String name);

    /** Asked only for a name that is there; what the new name held is dropped. */
    void rename(String from, String to);

    /** One value in place of all that the name has. */
    void replace(String name, String value);

    /** Asked only for a name that is not there. */
    void add(String name, String value);

    /** One more value beside those that the name has, if any. */
    void append(String name, String value);
}
