package io.gatehouse.console;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Takes the runtime group out of an address before anything else reads it, so that the pages of each group are the same pages. */
public class GroupAddresses {
    private static final Pattern ADDRESS =
            Pattern.compile("/console(?:/runtime-groups/([^/]+))?(/(services|routes|plugins|groups)(?:/.*)?)");
    private static final String DEFAULT = "default";

    @Inject
    ChosenGroup chosen;

    @ServerRequestFilter(preMatching = true)
    public void read(ContainerRequestContext request) {
        URI asked = request.getUriInfo().getRequestUri();
        Matcher address = ADDRESS.matcher(asked.getRawPath());
        if (!address.matches()) return;
        chosen.choose(address.group(1) == null ? DEFAULT : address.group(1), address.group(3));
        if (address.group(1) == null) return;
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        request.setRequestUri(URI.create("/console" + address.group(2) + query));
    }
}
