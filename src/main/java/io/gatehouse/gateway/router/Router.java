package io.gatehouse.gateway.router;

import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the route of a request. */
public final class Router {

    private record Entry(Route route, Service service, String path, Pattern regex) {}

    private final List<Entry> entries = new ArrayList<>();

    public Router(List<Route> routes, Map<UUID, Service> services) {
        for (Route route : routes) {
            Service service = route.service() == null
                    ? null
                    : services.get(route.service().id());
            List<String> paths = route.paths() == null ? List.of("/") : route.paths();
            for (String path : paths) {
                boolean regex = path.startsWith("~");
                entries.add(new Entry(route, service, path, regex ? Pattern.compile(path.substring(1)) : null));
            }
        }
        entries.sort((left, right) -> right.path().length() - left.path().length());
    }

    /** The best match, or null. */
    public Match match(String method, String scheme, String host, String path) {
        for (Entry entry : entries) {
            Route route = entry.route();
            if (route.methods() != null && !route.methods().contains(method)) {
                continue;
            }
            if (route.hosts() != null && !route.hosts().contains(host)) {
                continue;
            }
            if (entry.regex() != null) {
                Matcher matcher = entry.regex().matcher(path);
                if (matcher.lookingAt()) {
                    return new Match(route, entry.service(), matcher.group(), Captures.NONE);
                }
            } else if (path.startsWith(entry.path())) {
                return new Match(route, entry.service(), route.paths() == null ? null : entry.path(), Captures.NONE);
            }
        }
        return null;
    }
}
