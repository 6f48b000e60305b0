package io.gatehouse.gateway.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamPathTest {

    private static final UUID ID = new UUID(0, 1);

    /** Path of the service, of the route, whether it is stripped, of the request; then what goes upstream with v0 and v1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                // Kong's own table
                "/;      /;           both;   /;             /;                 /",
                "/;      /;           both;   /weather;      /weather;          /weather",
                "/;      /;           both;   /weather/;     /weather/;         /weather/",
                "/;      /;           both;   /weathernow;   /weathernow;       /weathernow",
                "/;      /;           both;   /weather/now;  /weather/now;      /weather/now",
                "/;      /weather;    keep;   /weather;      /weather;          /weather",
                "/;      /weather;    strip;  /weather;      /;                 /",
                "/;      /weather;    keep;   /weather/;     /weather/;         /weather/",
                "/;      /weather;    strip;  /weather/;     /;                 /",
                "/;      /weather;    keep;   /weathernow;   /weathernow;       /weathernow",
                "/;      /weather;    strip;  /weathernow;   /now;              /now",
                "/;      /weather/;   keep;   /weather/;     /weather/;         /weather/",
                "/;      /weather/;   strip;  /weather/;     /;                 /",
                "/;      /weather/;   keep;   /weather/now;  /weather/now;      /weather/now",
                "/;      /weather/;   strip;  /weather/now;  /now;              /now",
                "/s;     /w;          keep;   /wnow;         /s/wnow;           /swnow",
                "/s;     /w;          strip;  /wnow;         /s/now;            /snow",
                "/s/;    /w;          keep;   /w;            /s/w;              /s/w",
                "/s/;    /w;          strip;  /w;            /s;                /s/",
                "/api;   /;           both;   /;             /api;              /api",
                "/api;   /;           both;   /weather;      /api/weather;      /apiweather",
                "/api;   /;           both;   /weather/;     /api/weather/;     /apiweather/",
                "/api;   /;           both;   /weathernow;   /api/weathernow;   /apiweathernow",
                "/api;   /;           both;   /weather/now;  /api/weather/now;  /apiweather/now",
                "/api;   /weather;    keep;   /weather;      /api/weather;      /apiweather",
                "/api;   /weather;    strip;  /weather;      /api;              /api",
                "/api;   /weather;    keep;   /weather/;     /api/weather/;     /apiweather/",
                "/api;   /weather;    strip;  /weather/;     /api/;             /api/",
                "/api;   /weather;    keep;   /weathernow;   /api/weathernow;   /apiweathernow",
                "/api;   /weather;    strip;  /weathernow;   /api/now;          /apinow",
                "/api;   /weather/;   keep;   /weather/;     /api/weather/;     /apiweather/",
                "/api;   /weather/;   strip;  /weather/;     /api/;             /api",
                "/api;   /weather/;   keep;   /weather/now;  /api/weather/now;  /apiweather/now",
                "/api;   /weather/;   strip;  /weather/now;  /api/now;          /apinow",
                "/api/;  /;           both;   /weather/;     /api/weather/;     /api/weather/",
                "/api/;  /;           both;   /;             /api/;             /api/",
                "/api/;  /;           both;   /weather;      /api/weather;      /api/weather",
                "/api/;  /;           both;   /weathernow;   /api/weathernow;   /api/weathernow",
                "/api/;  /;           both;   /weather/now;  /api/weather/now;  /api/weather/now",
                "/api/;  /weather;    keep;   /weather;      /api/weather;      /api/weather",
                "/api/;  /weather;    strip;  /weather;      /api;              /api/",
                "/api/;  /weather;    keep;   /weather/;     /api/weather/;     /api/weather/",
                "/api/;  /weather;    strip;  /weather/;     /api/;             /api/",
                "/api/;  /weather;    keep;   /weathernow;   /api/weathernow;   /api/weathernow",
                "/api/;  /weather;    strip;  /weathernow;   /api/now;          /api/now",
                "/api/;  /weather/;   keep;   /weather/;     /api/weather/;     /api/weather/",
                "/api/;  /weather/;   strip;  /weather/;     /api/;             /api/",
                "/api/;  /weather/;   keep;   /weather/now;  /api/weather/now;  /api/weather/now",
                "/api/;  /weather/;   strip;  /weather/now;  /api/now;          /api/now",
                "/;      -;           both;   /;             /;                 /",
                "/;      -;           both;   /weather;      /weather;          /weather",
                "/;      -;           both;   /weather/;     /weather/;         /weather/",
                "/api;   -;           both;   /;             /api;              /api",
                "/api;   -;           both;   /weather;      /api/weather;      /apiweather",
                "/api;   -;           both;   /weather/;     /api/weather/;     /apiweather/",
                "/api/;  -;           both;   /;             /api/;             /api/",
                "/api/;  -;           both;   /weather;      /api/weather;      /api/weather",
                "/api/;  -;           both;   /weather/;     /api/weather/;     /api/weather/",
                // and beyond it
                // no path in front
                "-;          /;             strip;  /;            /;               /",
                "-;          /;             strip;  /a;           /a;              /a",
                "-;          /weather;      strip;  /weather;     /;               /",
                "-;          /weather;      strip;  /weather/;    /;               /",
                "-;          /weather;      strip;  /weather/now; /now;            /now",
                "-;          /weather;      strip;  /weathernow;  /now;            /now",
                "-;          /weather/;     strip;  /weather/now; /now;            /now",
                "-;          /weather/;     strip;  /weather/;    /;               /",
                "-;          /weather;      keep;   /weather/now; /weather/now;    /weather/now",
                "-;          -;             strip;  /a/b/;        /a/b/;           /a/b/",
                "/;          /weather;      strip;  /weather/x;   /x;              /x",
                "/api/;      /weather;      strip;  /weather/now; /api/now;        /api/now",
                "/api/;      -;             keep;   /a/;          /api/a/;         /api/a/",
                "/api;       /weather;      strip;  /weather/now; /api/now;        /api/now",
                "/api;       /;             strip;  /now;         /api/now;        /apinow",
                "/api;       /weather;      keep;   /weather/now; /api/weather/now; /apiweather/now",
                "/api;       -;             keep;   /now;         /api/now;        /apinow",
                // regular expressions strip what they matched
                "/api;       ~/w/\\d+;      strip;  /w/12/now;    /api/now;        /api/now",
                "/api;       ~/w/\\d+;      strip;  /w/12;        /api;            /api",
                "/api;       ~/w/\\d+;      strip;  /w/12now;     /api/now;        /apinow",
                "/api;       ~/w/\\d+;      keep;   /w/12/now;    /api/w/12/now;   /apiw/12/now",
                // nothing climbs out of the service's path
                "/api;       /weather;      strip;  /weather./x;  /api/x;          /apix",
                "/api;       /weather;      strip;  /weather../x; /api/x;          /apix",
                "/api;       /weather;      strip;  /weather..;   /api;            /api",
                "/api;       /weather;      strip;  /weather.;    /api;            /api",
                "/api;       /weather;      strip;  /weather..x;  /api/..x;        /api..x",
                "/api;       /weather;      strip;  '/weather..;/x'; /api/x;          /apix",
                "/api;       /weather;      strip;  '/weather..;a=b'; /api;           /api",
                "/api;       /weather;      strip;  /weather.%3B/x; /api/x;         /apix",
            })
    void what_goes_upstream(String base, String path, String strip, String request, String v0, String v1) {
        for (String one : strip.equals("both") ? List.of("strip", "keep") : List.of(strip)) {
            assertEquals(v0, upstreamPath(base, path, one, request, "v0"), one + " v0");
            assertEquals(v1, upstreamPath(base, path, one, request, "v1"), one + " v1");
        }
    }

    private static String upstreamPath(String base, String path, String strip, String request, String handling) {
        Service service = Routes.read(
                Kind.SERVICES, "{id: " + ID + ", host: upstream, path: " + (base == null ? "null" : base) + "}");
        String criterion = path == null ? "hosts: [a.com]" : "paths: ['" + path + "']";
        Route route = Routes.route(
                "route",
                criterion + ", strip_path: " + strip.equals("strip") + ", path_handling: " + handling
                        + ", service: {id: " + ID + "}",
                0);
        Match match = Routes.router(route, service).match(Router.Request.of("GET", "http", "a.com", request));
        return UpstreamPath.of(match, request);
    }
}
