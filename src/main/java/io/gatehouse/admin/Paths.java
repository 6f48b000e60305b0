package io.gatehouse.admin;

import java.util.Map;
import java.util.function.Consumer;

/** Where handlers are hung up: at a path (parts that vary begin with a colon), by method. */
interface Paths {
    void at(String path, Map<String, Consumer<AdminCall>> handlers);
}
