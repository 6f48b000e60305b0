package io.gatehouse.catalog.reference;

/**
 * Where calls go.
 *
 * @param baseUrl without a slash at its end
 * @param served  whether that is the gateway, which asks for a key
 */
public record Gate(String baseUrl, boolean served) {
    /** The header that carries the key, and what stands there in samples. */
    public static final String KEY_HEADER = "apikey";

    public static final String YOUR_KEY = "YOUR_KEY";

    /** The part of the base URL that follows the host. */
    String path() {
        return baseUrl.replaceFirst("^[a-z]+://[^/]*", "");
    }
}
