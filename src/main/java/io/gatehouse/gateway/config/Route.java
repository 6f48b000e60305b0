package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * A way into a service.
 *
 * @param service null for a route whose plugins answer by themselves
 * @param methods null for any, as are hosts and paths; an empty list is no criterion and becomes null
 * @param createdAt epoch seconds; of two routes that match equally well the older one wins
 */
public record Route(
        UUID id,
        String name,
        Ref service,
        List<String> protocols,
        List<String> methods,
        List<String> hosts,
        List<String> paths,
        Integer httpsRedirectStatusCode,
        Integer regexPriority,
        Boolean stripPath,
        String pathHandling,
        Boolean preserveHost,
        Boolean requestBuffering,
        Boolean responseBuffering,
        List<String> tags,
        Long createdAt,
        Long updatedAt)
        implements ConfigRules {

    private static final int UPGRADE_REQUIRED = 426;
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z0-9_-]*");

    public Route {
        protocols = protocols == null ? List.of("http", "https") : List.copyOf(protocols);
        methods = criterion(methods);
        hosts = criterion(hosts);
        paths = criterion(paths);
        httpsRedirectStatusCode =
                httpsRedirectStatusCode == null ? Integer.valueOf(UPGRADE_REQUIRED) : httpsRedirectStatusCode;
        regexPriority = regexPriority == null ? Integer.valueOf(0) : regexPriority;
        stripPath = stripPath == null ? Boolean.TRUE : stripPath;
        pathHandling = pathHandling == null ? "v0" : pathHandling;
        preserveHost = preserveHost == null ? Boolean.FALSE : preserveHost;
        requestBuffering = requestBuffering == null ? Boolean.TRUE : requestBuffering;
        responseBuffering = responseBuffering == null ? Boolean.TRUE : responseBuffering;
    }

    private static List<String> criterion(List<String> values) {
        return values == null || values.isEmpty() ? null : List.copyOf(values);
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.name("name", name);
        rules.someOf("protocols", protocols, List.of("http", "https"));
        rules.each("methods", methods, Route::methodProblem);
        rules.each("hosts", hosts, HostPattern::problemOf);
        rules.each("paths", paths, Route::pathProblem);
        if (methods == null && hosts == null && paths == null) {
            broken.accept(null, "at least one of these fields must be non-empty: 'methods', 'hosts', 'paths'");
        }
        rules.oneOf(
                "https_redirect_status_code", httpsRedirectStatusCode, List.of(UPGRADE_REQUIRED, 301, 302, 307, 308));
        rules.oneOf("path_handling", pathHandling, List.of("v0", "v1"));
        rules.tags(tags);
    }

    private static String methodProblem(String method) {
        return METHOD.matcher(method).matches() ? null : "invalid value: " + method;
    }

    /** Whether a regular expression compiles is for the router to say. */
    private static String pathProblem(String path) {
        if (path.startsWith("~/")) {
            return null;
        }
        return path.startsWith("/")
                ? PathRules.problemOf(path)
                : "should start with: / (fixed path) or ~/ (regex path)";
    }
}
