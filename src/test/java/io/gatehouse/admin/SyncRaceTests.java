package io.gatehouse.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Syncs and other writes at the same time. */
abstract class SyncRaceTests extends SyncCalls {
    @Test
    void of_syncs_and_changes_at_the_same_time_none_is_lost_or_half_done() throws Exception {
        String us = group();
        String other = PARCELS.replace("parcels", "weather").replace("anna", "ben");
        String first = copyOf(PARCELS);
        String second = copyOf(other);
        ExecutorService people = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Integer>> works = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String file = i % 2 == 0 ? PARCELS : other;
                works.add(() -> sync(us, "", file).extract().statusCode());
            }
            for (Future<Integer> done : people.invokeAll(works)) assertEquals(200, done.get());
            String after = dump(us, "");
            assertTrue(after.equals(first) || after.equals(second), after);

            sync(us, "", PARCELS).statusCode(200);
            works.clear();
            for (int i = 0; i < 6; i++) {
                String header = "x-" + i;
                works.add(() -> send("PATCH", "/" + us + "/routes/parcels", "{'headers': {'" + header + "': ['1']}}")
                        .extract()
                        .statusCode());
                works.add(() -> send("POST", "/" + us + "/consumer_groups", "{'name': '" + header + "'}")
                        .extract()
                        .statusCode());
                works.add(() -> send("PUT", "/" + us + "/consumers/anna", "{'tags': ['" + header + "']}")
                        .extract()
                        .statusCode());
                works.add(
                        () -> send("POST", "/" + us + "/consumers/anna/consumer_groups", "{'group': '" + header + "'}")
                                .extract()
                                .statusCode());
            }
            for (Future<Integer> done : people.invokeAll(works)) done.get();
            get("/" + us + "/routes/parcels").body("headers.size()", equalTo(6));
        } finally {
            people.shutdownNow();
        }
    }

    private String copyOf(String file) {
        String group = group();
        sync(group, "", file).statusCode(200);
        return dump(group, "");
    }

    @Test
    void who_says_what_they_have_seen_overwrites_nothing_else_and_own_fields_outlive_tools_that_do_not_know_them() {
        String us = group();
        String path = "/" + us + "/services/own";
        String seen =
                send("PUT", path, "{'host': 'a', 'http2': true}").extract().header("ETag");
        String now = send("PUT", path, "{'host': 'b'}")
                .body("http2", equalTo(true))
                .extract()
                .header("ETag");
        for (String method : List.of("PUT", "PATCH", "DELETE"))
            admin().header("If-Match", seen)
                    .contentType(ContentType.JSON)
                    .body("{\"host\": \"c\"}")
                    .request(method, path)
                    .then()
                    .statusCode(412)
                    .body("message", containsString("Somebody else has changed this"));
        get(path).body("host", equalTo("b")).header("ETag", equalTo(now));
        send("PUT", path, "{'host': 'b', 'http2': null}").body("http2", equalTo(false));
        send("PUT", "/" + us + "/upstreams/own", "{'slow_start': 5}").statusCode(200);
        send("PUT", "/" + us + "/upstreams/own", "{}").body("slow_start", equalTo(5));
    }
}
