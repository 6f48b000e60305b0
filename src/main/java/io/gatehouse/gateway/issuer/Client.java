package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Somebody whom an issuer knows by a secret: the gateway itself, or a caller for whom it asks for a token. */
public record Client(String id, String secret, Auth auth) {

    /** How the secret is sent. */
    public enum Auth {
        @JsonProperty("client_secret_basic")
        CLIENT_SECRET_BASIC,
        @JsonProperty("client_secret_post")
        CLIENT_SECRET_POST
    }

    /** A secret must never get into a log by accident. */
    @Override
    public String toString() {
        return "Client[" + id + "]";
    }
}
