package io.gatehouse.console;

import io.gatehouse.identity.Viewer;
import io.gatehouse.rights.Area;
import io.gatehouse.rights.Forbidden;
import io.gatehouse.rights.Rights;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What a role may open in the console. A page that stands in no line is for those who may do everything, so that one that is added
 * is closed until somebody thinks of it. In which runtime groups is asked where these are read.
 */
public class ConsoleGate {
    private static final String CONSOLE = "/console";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** By what follows {@code /console/}; the longest counts. */
    private static final Map<String, Area> AREAS = Map.ofEntries(
            Map.entry("", Area.OWN),
            Map.entry("sign-in", Area.OWN),
            Map.entry("sign-out", Area.OWN),
            Map.entry("setup", Area.OWN),
            Map.entry("invitation", Area.OWN),
            Map.entry("reset-password", Area.OWN),
            Map.entry("account", Area.OWN),
            Map.entry("style", Area.OWN),
            Map.entry("inbox", Area.REQUESTS),
            Map.entry("registrations", Area.REQUESTS),
            Map.entry("publish", Area.CATALOG),
            Map.entry("apis", Area.CATALOG),
            Map.entry("versions", Area.CATALOG),
            Map.entry("preview", Area.CATALOG),
            Map.entry("plans/matrix", Area.CATALOG),
            Map.entry("plans", Area.PLANS),
            Map.entry("services", Area.GATEWAY),
            Map.entry("routes", Area.GATEWAY),
            Map.entry("plugins", Area.GATEWAY),
            Map.entry("groups", Area.GATEWAY),
            Map.entry("developers", Area.PEOPLE),
            Map.entry("apps", Area.PEOPLE),
            Map.entry("keys", Area.PEOPLE),
            Map.entry("theme", Area.APPEARANCE),
            Map.entry("audit", Area.AUDIT));

    @Inject
    Viewer viewer;

    @Inject
    ChosenGroup chosen;

    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getPath();
        if (!path.equals(CONSOLE) && !path.startsWith(CONSOLE + "/") || !viewer.isOperator()) return;
        boolean isReading = READING.contains(request.getMethod());
        Area area = area(path.length() == CONSOLE.length() ? "" : path.substring(CONSOLE.length() + 1), isReading);
        Rights rights = viewer.rights();
        if (isReading ? rights.mayRead(area) : rights.mayChange(area)) {
            // Also where a page would not ask, such as the form of something new.
            if (area == Area.GATEWAY) chosen.group();
            return;
        }
        throw new Forbidden(
                rights.mayRead(area)
                        ? "Your rights let you look at this, and not change it."
                        : "Your rights do not include this page.");
    }

    private static Area area(String path, boolean isReading) {
        String[] parts = path.split("/");
        if (parts[0].equals("runtime-groups")) return isReading ? Area.GROUPS : Area.INSTALLATION;
        Area ofTwo = parts.length > 1 ? AREAS.get(parts[0] + "/" + parts[1]) : null;
        return ofTwo == null ? AREAS.getOrDefault(parts[0], Area.INSTALLATION) : ofTwo;
    }
}
