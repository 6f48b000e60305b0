package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Plugins run in the order that they have in Kong: what one of them leaves, the next one finds. */
class PrioritiesTest {
    private static final String KONG = """
            pre-function 1000000, correlation-id 100001, zipkin 100000, exit-transformer 9999, bot-detection 2500, cors 2000, session 1900,
            acme 1705, oauth2-introspection 1700, mtls-auth 1600, jwt 1450, oauth2 1400, key-auth 1250, ldap-auth 1200, basic-auth 1100,
            openid-connect 1050, hmac-auth 1030, request-validator 999, grpc-gateway 998, ip-restriction 990, request-size-limiting 951,
            acl 950, opa 920, rate-limiting 910, rate-limiting-advanced 910, ai-rate-limiting-advanced 905, response-ratelimiting 900,
            request-transformer-advanced 802, request-transformer 801, response-transformer 800, redirect 779, ai-request-transformer 777,
            ai-prompt-template 773, ai-prompt-decorator 772, ai-prompt-guard 771, ai-proxy 770, ai-response-transformer 768,
            standard-webhooks 760, aws-lambda 750, azure-functions 749, proxy-cache 100, opentelemetry 14, prometheus 13, http-log 12,
            statsd 11, datadog 10, file-log 9, udp-log 8, tcp-log 7, loggly 6, syslog 4, grpc-web 3, request-termination 2, mocking -1,
            post-function -1000""";

    @Test
    void each_plugin_of_kong_has_kongs_priority() {
        Map<String, Integer> kong = new TreeMap<>();
        for (String one : KONG.split(",\\s+")) kong.put(one.split(" ")[0], Integer.valueOf(one.split(" ")[1]));
        Map<String, Integer> own = new TreeMap<>();
        BuiltIn.all().forEach(plugin -> own.put(plugin.name(), plugin.priority()));
        own.keySet().retainAll(kong.keySet());
        kong.keySet().retainAll(own.keySet());
        assertEquals(kong, own);
    }
}
