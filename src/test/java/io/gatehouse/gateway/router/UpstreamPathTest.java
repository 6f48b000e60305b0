package io.gatehouse.gateway.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
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
                // a path that ends with a slash
                "/;          /weather;      strip;  /weather;     /;               /",
                "/;          /weather;      strip;  /weather/x;   /x;              /x",
                "/api/;      /weather;      strip;  /weather;     /api;            /api/",
                "/api/;      /weather;      strip;  /weather/;    /api/;           /api/",
                "/api/;      /weather;      strip;  /weather/now; /api/now;        /api/now",
                "/api/;      /weather;      strip;  /weathernow;  /api/now;        /api/now",
                "/api/;      /weather/;     strip;  /weather/;    /api/;           /api/",
                "/api/;      /weather;      keep;   /weather;     /api/weather;    /api/weather",
                "/api/;      /;             keep;   /;            /api/;           /api/",
                "/api/;      -;             keep;   /a/;          /api/a/;         /api/a/",
                "/api/;      -;             strip;  /;            /api/;           /api/",
                // a path without
                "/api;       /weather;      strip;  /weather;     /api;            /api",
                "/api;       /weather;      strip;  /weather/;    /api/;           /api/",
                "/api;       /weather/;     strip;  /weather/;    /api/;           /api",
                "/api;       /weather;      strip;  /weather/now; /api/now;        /api/now",
                "/api;       /weather;      strip;  /weathernow;  /api/now;        /apinow",
                "/api;       /weather/;     strip;  /weather/now; /api/now;        /apinow",
                "/api;       /;             strip;  /;            /api;            /api",
                "/api;       /;             strip;  /now;         /api/now;        /apinow",
                "/api;       /weather;      keep;   /weather/now; /api/weather/now; /apiweather/now",
                "/api;       /;             keep;   /;            /api;            /api",
                "/api;       -;             strip;  /;            /api;            /api",
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
            })
    void what_goes_upstream(String base, String path, String strip, String request, String v0, String v1) {
        assertEquals(v0, upstreamPath(base, path, strip, request, "v0"), "v0");
        assertEquals(v1, upstreamPath(base, path, strip, request, "v1"), "v1");
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
        Match match = Routes.router(route, service).match("GET", "http", "a.com", request);
        return UpstreamPath.of(match, request);
    }
}
