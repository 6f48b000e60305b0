package io.gatehouse.demo;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers as a parcel service does, for every number of the right form. Keeps nothing. */
final class ParcelsUpstream {

    private static final Pattern PATH =
            Pattern.compile("/parcels/v[12]/(parcels|depots)(?:/([^/]+))?(?:/(events|window))?");
    private static final Pattern NUMBER = Pattern.compile("[A-Z]{2}[0-9]{9}[A-Z]{2}");

    void handle(HttpServerRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            problem(request, 404, "There is nothing at this address");
        } else if (path.group(1).equals("depots")) {
            json(request, 200, depots().encode());
        } else if (path.group(2) == null) {
            announce(request);
        } else if (!NUMBER.matcher(path.group(2)).matches()) {
            problem(request, 404, "There is no parcel with this number");
        } else if ("events".equals(path.group(3))) {
            json(request, 200, events().encode());
        } else if (request.method() == HttpMethod.DELETE) {
            request.response().setStatusCode(204).end();
        } else {
            json(request, 200, parcel(path.group(2), "in_transit").encode());
        }
    }

    private static void announce(HttpServerRequest request) {
        if (request.method() != HttpMethod.POST) {
            problem(request, 405, "Use POST to announce a parcel");
            return;
        }
        request.body()
                .onSuccess(body -> json(
                        request,
                        201,
                        parcel("GH" + (100_000_000 + Math.floorMod(body.hashCode(), 899_999_999)) + "NL", "announced")
                                .encode()));
    }

    private static JsonObject parcel(String number, String status) {
        return new JsonObject()
                .put("number", number)
                .put("status", status)
                .put(
                        "to",
                        new JsonObject()
                                .put("name", "Noor de Wit")
                                .put("street", "Havenstraat 12")
                                .put("postal_code", "3011 AA")
                                .put("city", "Rotterdam")
                                .put("country", "NL"))
                .put("weight_grams", 840)
                .put("expected_on", LocalDate.now(ZoneOffset.UTC).plusDays(2).toString());
    }

    private static JsonArray events() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        return new JsonArray()
                .add(event(now.minus(Duration.ofHours(3)), "Depot Rotterdam", "Sorted for the region"))
                .add(event(now.minus(Duration.ofHours(14)), "Depot Zwolle", "On its way to Rotterdam"))
                .add(event(now.minus(Duration.ofHours(20)), "Zwolle", "Handed in by the sender"));
    }

    private static JsonObject event(Instant at, String place, String text) {
        return new JsonObject().put("at", at.toString()).put("place", place).put("text", text);
    }

    private static JsonArray depots() {
        return new JsonArray().add(depot("rtm", "Depot Rotterdam")).add(depot("zwo", "Depot Zwolle"));
    }

    private static JsonObject depot(String id, String name) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("opens", "07:00")
                .put("closes", "21:00");
    }

    private static void problem(HttpServerRequest request, int status, String title) {
        json(
                request,
                status,
                new JsonObject().put("title", title).put("status", status).encode());
    }

    private static void json(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }
}
