package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.limiting.Countings;
import io.gatehouse.gateway.openapi.ApiDescriptions;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.redis.RedisAddress;
import java.util.List;

/** The plugins that come with Gatehouse. */
public final class BuiltIn {

    private BuiltIn() {}

    public static List<Plugin<?>> all() {
        return all(null);
    }

    /** @param sharedRedis where all nodes of the installation count together; null if each counts by itself */
    public static List<Plugin<?>> all(RedisAddress sharedRedis) {
        Countings countings = new Countings(sharedRedis);
        ApiDescriptions descriptions = new ApiDescriptions();
        return List.of(
                new KeyAuth(),
                new BasicAuth(),
                new Jwt(),
                new HmacAuth(),
                new OpenidConnect(),
                new Acl(),
                new ApplicationRegistration(),
                new RateLimiting(countings),
                new RateLimitingAdvanced(countings),
                new ResponseRateLimiting(countings),
                new RequestTransformer(),
                new AiRateLimitingAdvanced(),
                new AiProxy(),
                new UpstreamAuthorization(),
                new Cors(),
                new BotDetection(),
                new CorrelationId(),
                new IpRestriction(),
                new RequestValidator(descriptions),
                new RequestTermination(),
                new Mocking(descriptions),
                new Redirect(),
                new RequestSizeLimiting(),
                new ResponseTransformer(),
                new ProxyCache(),
                new Prometheus(),
                new OpenTelemetry(),
                new HttpLog(),
                new FileLog(),
                new TcpLog(),
                new UdpLog(),
                new Syslog());
    }
}
