package io.gatehouse.gateway.router;

/** The path that a call has on its way to the service: the service's own in front, and without what the route strips. */
public final class UpstreamPath {

    private UpstreamPath() {}

    /**
     * @param match what {@link Router} found for this path
     * @param path of the request, normalised
     */
    public static String of(Match match, String path) {
        String base = match.service() == null || match.service().path() == null
                ? "/"
                : match.service().path();
        boolean strip = match.route().stripPath() && match.matchedPath() != null;
        String rest = strip ? climbless(path.substring(match.matchedPath().length())) : null;
        return match.route().pathHandling().equals("v1") ? v1(base, path, rest) : v0(base, path, rest);
    }

    private static String v0(String base, String path, String rest) {
        boolean slash = base.endsWith("/");
        if (rest == null) {
            String below = path.substring(1);
            return slash ? base + below : below.isEmpty() ? base : base + path;
        }
        if (rest.isEmpty()) {
            if (base.equals("/")) {
                return base;
            }
            boolean pathHasSlash = path.length() > 1 && path.endsWith("/");
            if (slash) {
                return path.endsWith("/") ? base : base.substring(0, base.length() - 1);
            }
            return pathHasSlash ? base + "/" : base;
        }
        String below = rest.startsWith("/") ? rest.substring(1) : rest;
        return slash ? base + below : base + "/" + below;
    }

    private static String v1(String base, String path, String rest) {
        if (rest == null) {
            return base + path.substring(1);
        }
        boolean doubled = base.endsWith("/") && rest.startsWith("/");
        return doubled ? base + rest.substring(1) : base + rest;
    }

    /**
     * A route {@code /a} must not turn the request {@code /a../b} into a climb out of the service's path; nor {@code /a..;/b}, which is
     * one to servers that drop path parameters.
     */
    private static String climbless(String rest) {
        int dots = rest.startsWith("..") ? 2 : rest.startsWith(".") ? 1 : 0;
        int end = rest.indexOf('/');
        String segment = end < 0 ? rest : rest.substring(0, end);
        boolean isStep = dots > 0
                && (segment.length() == dots || segment.startsWith(";", dots) || segment.startsWith("%3B", dots));
        if (!isStep) {
            return rest;
        }
        return end < 0 ? "" : rest.substring(end + 1);
    }
}
