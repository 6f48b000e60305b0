package io.gatehouse.admin;

import static org.hamcrest.Matchers.empty;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;

/** Dumps and syncs. */
abstract class SyncCalls extends AdminApi {
    static final String PARCELS = """
            _format_version: "3.0"
            services:
            - name: parcels
              url: http://parcels.example/v1
              routes:
              - {name: parcels, paths: [/parcels], plugins: [{name: key-auth}]}
            upstreams:
            - {name: parcels.example, targets: [{target: "10.0.0.1:80"}]}
            consumers:
            - {username: anna, keyauth_credentials: [{key: annas-own-key}], acls: [{group: readers}]}
            """;

    final String group() {
        String name = unique("region");
        send("POST", "/workspaces", "{'name': '" + name + "'}").statusCode(201);
        return name;
    }

    final RequestSpecification yaml() {
        return admin().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .defaultContentCharset("UTF-8")
                                .encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .contentType("application/yaml");
    }

    final String dump(String group, String query) {
        return admin().get("/" + group + "/dump" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    final ValidatableResponse sync(String group, String query, String file) {
        return yaml().body(file).post("/" + group + "/sync" + query).then();
    }

    final void changesNothing(String group, String query, String file) {
        for (String dry : List.of("dry_run=true", "dry_run=false"))
            sync(group, (query.isEmpty() ? "?" : query + "&") + dry, file)
                    .statusCode(200)
                    .body("created", empty())
                    .body("changed", empty())
                    .body("deleted", empty());
    }
}
