package io.gatehouse.kongfiles;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must become of a call by what the file says of plugins, in the words of their documentation.
 *
 * @param isProxied whether the answer is the upstream's
 * @param headers of the answer; an empty value stands for any
 */
record Implied(int status, boolean isProxied, Map<String, String> headers) {
    static final Set<String> AUTHENTICATION = Set.of("key-auth", "basic-auth", "jwt", "hmac-auth");
    private static final Set<String> PERIODS = Set.of("second", "minute", "hour", "day", "month", "year");

    /** Those that ask who calls. */
    static Map<String, JsonNode> authentication(Map<String, JsonNode> plugins) {
        return plugins.entrySet().stream()
                .filter(plugin -> AUTHENTICATION.contains(plugin.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @param caller who has shown a credential; null for nobody */
    static Implied of(
            SampleCall call, Route route, Service service, FilePlugins plugins, FileCallers callers, Consumer caller) {
        if (service != null && !service.enabled()) return answer(404);
        if (!call.isSecure() && !route.protocols().contains("http")) return answer(route.httpsRedirectStatusCode());
        Consumer consumer = caller;
        Map<String, JsonNode> authentication = authentication(plugins.of(route, null));
        if (caller == null) {
            for (JsonNode one : authentication.values()) {
                String anonymous = one.path("anonymous").asText("");
                if (one.path("anonymous").isNull() || anonymous.isEmpty()) return answer(401);
                consumer = callers.named(anonymous).orElse(null);
            }
        }
        Map<String, JsonNode> own = plugins.of(route, consumer);
        if (own.containsKey("application-registration")) return answer(consumer == null ? 401 : 403);
        if (own.containsKey("ip-restriction") && !isAllowed(own.get("ip-restriction"))) return answer(403);
        if (own.containsKey("acl")) {
            if (consumer == null) return answer(401);
            if (!isAllowed(own.get("acl"), callers.groups(consumer))) return answer(403);
        }
        if (own.containsKey("redirect"))
            return answer(own.get("redirect").path("status_code").asInt());
        JsonNode end = own.get("request-termination");
        if (end != null && end.path("trigger").isNull())
            return answer(end.path("status_code").asInt());
        return service == null ? answer(503) : new Implied(200, true, headers(own));
    }

    /** Of a service that has an upstream without targets. */
    Implied withoutTargets() {
        return isProxied ? answer(503) : this;
    }

    private static Implied answer(int status) {
        return new Implied(status, false, Map.of());
    }

    private static boolean isAllowed(JsonNode acl, List<String> groups) {
        for (JsonNode denied : acl.path("deny")) if (groups.contains(denied.asText())) return false;
        if (acl.path("allow").isEmpty()) return true;
        for (JsonNode allowed : acl.path("allow")) if (groups.contains(allowed.asText())) return true;
        return false;
    }

    /** Of a call from this machine. */
    private static boolean isAllowed(JsonNode ipRestriction) {
        for (JsonNode denied : ipRestriction.path("deny")) if (isOwn(denied.asText())) return false;
        if (ipRestriction.path("allow").isEmpty()) return true;
        for (JsonNode allowed : ipRestriction.path("allow")) if (isOwn(allowed.asText())) return true;
        return false;
    }

    private static boolean isOwn(String block) {
        return block.startsWith("127.0.0.") || block.equals("0.0.0.0/0");
    }

    private static Map<String, String> headers(Map<String, JsonNode> plugins) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode cors = plugins.get("cors");
        if (cors != null && (cors.path("origins").isEmpty() || has(cors.path("origins"), "*")))
            headers.put("Access-Control-Allow-Origin", cors.path("credentials").asBoolean() ? SampleCall.PAGE : "*");
        JsonNode limit = plugins.get("rate-limiting");
        if (limit != null && !limit.path("hide_client_headers").asBoolean())
            for (String period : PERIODS)
                if (limit.path(period).isNumber())
                    headers.put(
                            "X-RateLimit-Limit-" + period.substring(0, 1).toUpperCase(Locale.ROOT)
                                    + period.substring(1),
                            limit.path(period).asText());
        JsonNode id = plugins.get("correlation-id");
        if (id != null && id.path("echo_downstream").asBoolean())
            headers.put(id.path("header_name").asText(), "");
        if (plugins.containsKey("proxy-cache")) headers.put("X-Cache-Status", "");
        JsonNode transformer = plugins.get("response-transformer");
        if (transformer != null)
            for (JsonNode added : transformer.path("add").path("headers"))
                headers.putIfAbsent(added.asText().replaceFirst(":.*", ""), "");
        return headers;
    }

    private static boolean has(JsonNode list, String text) {
        for (JsonNode item : list) if (item.asText().equals(text)) return true;
        return false;
    }
}
