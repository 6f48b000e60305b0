package io.gatehouse.gateway.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * A way into a service.
 *
 * @param service null for a route whose plugins answer by themselves
 * @param methods null for any, as are the other criteria; an empty one is no criterion and becomes null
 * @param headers by name, each with the values of which one is enough
 * @param snis names that a client of https asks for; clients of http ask for none, so it is no criterion for them
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
        Map<String, List<String>> headers,
        List<String> snis,
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
        headers = headers == null || headers.isEmpty() ? null : inOrder(headers);
        snis = criterion(snis);
        httpsRedirectStatusCode =
                httpsRedirectStatusCode == null ? Integer.valueOf(UPGRADE_REQUIRED) : httpsRedirectStatusCode;
        regexPriority = regexPriority == null ? Integer.valueOf(0) : regexPriority;
        stripPath = stripPath == null ? Boolean.valueOf(!isGrpc(protocols)) : stripPath;
        pathHandling = pathHandling == null ? "v0" : pathHandling;
        preserveHost = preserveHost == null ? Boolean.FALSE : preserveHost;
        requestBuffering = requestBuffering == null ? Boolean.TRUE : requestBuffering;
        responseBuffering = responseBuffering == null ? Boolean.TRUE : responseBuffering;
    }

    private static boolean isGrpc(List<String> protocols) {
        return protocols.contains("grpc") || protocols.contains("grpcs");
    }

    /** Whether nothing but gRPC takes it. */
    @JsonIgnore
    public boolean isGrpc() {
        return isGrpc(protocols);
    }

    private static List<String> criterion(List<String> values) {
        return values == null || values.isEmpty() ? null : List.copyOf(values);
    }

    /** As given, so that all nodes write it alike. */
    private static Map<String, List<String>> inOrder(Map<String, List<String>> headers) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.name("name", name);
        rules.some("protocols", protocols, Rules::protocolProblem);
        rules.each("methods", methods, Route::methodProblem);
        rules.each("hosts", hosts, HostPattern::problemOf);
        rules.each("paths", paths, Route::pathProblem);
        rules.each("snis", snis, Route::sniProblem);
        if (headers != null) {
            headers.forEach((name, values) -> checkHeader(name, values, rules, broken));
        }
        if (isGrpc()) {
            checkGrpc(broken);
        }
        boolean isSecure = protocols.contains("https") || protocols.contains("grpcs");
        boolean hasSnis = snis != null && isSecure;
        if (methods == null && hosts == null && headers == null && paths == null && !hasSnis) {
            broken.accept(
                    null,
                    "at least one of these fields must be non-empty: 'methods', 'hosts', 'headers', 'paths'"
                            + (isSecure ? ", 'snis'" : ""));
        }
        rules.oneOf(
                "https_redirect_status_code", httpsRedirectStatusCode, List.of(UPGRADE_REQUIRED, 301, 302, 307, 308));
        rules.oneOf("path_handling", pathHandling, List.of("v0", "v1"));
        rules.tags(tags);
    }

    /** A path names the method that is called, and it is called by POST. */
    private void checkGrpc(BiConsumer<String, String> broken) {
        if (protocols.contains("http") || protocols.contains("https")) {
            broken.accept("protocols", "these sets are mutually exclusive: ('http', 'https'), ('grpc', 'grpcs')");
        }
        if (methods != null) {
            broken.accept("methods", "cannot set 'methods' when 'protocols' is 'grpc' or 'grpcs'");
        }
        if (stripPath) {
            broken.accept("strip_path", "cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs'");
        }
    }

    private static String methodProblem(String method) {
        return METHOD.matcher(method).matches() ? null : "invalid value: " + method;
    }

    private static void checkHeader(String name, List<String> values, Rules rules, BiConsumer<String, String> broken) {
        String field = "headers." + name;
        if (name.equalsIgnoreCase("host")) {
            broken.accept(field, "cannot contain 'host' header, which must be specified in the 'hosts' attribute");
        } else if (values.isEmpty()) {
            broken.accept(field, "length must be at least 1");
        }
        rules.token(field, name);
    }

    private static String sniProblem(String sni) {
        return Rules.isHost(sni) ? null : "invalid value: " + sni + "; expected a host name without '*'";
    }

    /** Whether a regular expression compiles is for the router to say. */
    private static String pathProblem(String path) {
        if (path.startsWith("~/")) {
            return null;
        }
        if (path.startsWith("~~/")) {
            return "has a ~ too many: before format version 3.0 a regular expression has none";
        }
        return path.startsWith("/")
                ? PathRules.problemOf(path)
                : "should start with: / (fixed path) or ~/ (regex path)";
    }
}
