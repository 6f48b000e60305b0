package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.limiting.Countings;
import io.gatehouse.gateway.openapi.ApiDescriptions;
import io.gatehouse.gateway.plugin.Plugin;
import java.util.List;

/** The plugins that come with Gatehouse. */
public final class BuiltIn {

    private BuiltIn() {}

    public static List<Plugin<?>> all() {
        Countings countings = new Countings();
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
