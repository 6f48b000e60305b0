package io.gatehouse.gateway.proxy;

import io.vertx.core.http.HttpHeaders;

/** Fields that are written with every call: as bytes that were hashed once. */
final class Names {
    static final CharSequence CONNECTION = HttpHeaders.createOptimized("Connection");
    static final CharSequence CONTENT_LENGTH = HttpHeaders.createOptimized("Content-Length");
    static final CharSequence HOST = HttpHeaders.createOptimized("Host");
    static final CharSequence TRANSFER_ENCODING = HttpHeaders.createOptimized("Transfer-Encoding");
    static final CharSequence VIA = HttpHeaders.createOptimized("Via");

    static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
    static final CharSequence FORWARDED_PATH = HttpHeaders.createOptimized("X-Forwarded-Path");
    static final CharSequence FORWARDED_PORT = HttpHeaders.createOptimized("X-Forwarded-Port");
    static final CharSequence FORWARDED_PREFIX = HttpHeaders.createOptimized("X-Forwarded-Prefix");
    static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
    static final CharSequence REAL_IP = HttpHeaders.createOptimized("X-Real-IP");

    static final CharSequence ANONYMOUS_CONSUMER = HttpHeaders.createOptimized("X-Anonymous-Consumer");
    static final CharSequence CONSUMER_CUSTOM_ID = HttpHeaders.createOptimized("X-Consumer-Custom-ID");
    static final CharSequence CONSUMER_ID = HttpHeaders.createOptimized("X-Consumer-ID");
    static final CharSequence CONSUMER_USERNAME = HttpHeaders.createOptimized("X-Consumer-Username");
    static final CharSequence CREDENTIAL_IDENTIFIER = HttpHeaders.createOptimized("X-Credential-Identifier");

    private Names() {}
}
