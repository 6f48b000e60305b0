package io.gatehouse.gateway.plugin;

import io.vertx.core.MultiMap;
import java.util.List;

/** Headers as named values. */
public final class HeaderFields implements Fields {

    private final MultiMap headers;

    public HeaderFields(MultiMap headers) {
        this.headers = headers;
    }

    @Override
    public boolean has(String name) {
        return headers.contains(name);
    }

    @Override
    public void remove(String name) {
        headers.remove(name);
    }

    @Override
    public void rename(String from, String to) {
        List<String> values = headers.getAll(from);
        headers.remove(from);
        headers.set(to, values);
    }

    @Override
    public void replace(String name, String value) {
        headers.set(name, value);
    }

    @Override
    public void add(String name, String value) {
        headers.set(name, value);
    }

    @Override
    public void append(String name, String value) {
        headers.add(name, value);
    }
}
