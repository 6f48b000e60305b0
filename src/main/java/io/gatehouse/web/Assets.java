package io.gatehouse.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Addresses of our own style sheets and scripts. Each carries a hash of the content, so that browsers may keep it for ever and
 * still see a change at once; asked for without the hash, a file has to be checked again every time.
 */
@Named("assets")
@Singleton
public class Assets {
    private static final String VERSION = "v";
    private final Map<String, String> hashes = new ConcurrentHashMap<>();

    /**
     * @param path such as {@code /css/base.css}
     */
    public String url(String path) {
        return path + "?" + VERSION + "=" + hashes.computeIfAbsent(path, Assets::hash);
    }

    void install(@Observes Router router) {
        router.getWithRegex("/(css|js)/.+").order(-1_000).handler(this::cache);
    }

    private void cache(RoutingContext context) {
        String path = context.normalizedPath();
        String version = context.request().getParam(VERSION);
        boolean current = version != null && hashes.containsKey(path) && version.equals(hashes.get(path));
        context.addHeadersEndHandler(done -> context.response()
                .headers()
                .set("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache"));
        context.next();
    }

    private static String hash(String path) {
        try (InputStream file =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("META-INF/resources" + path)) {
            if (file == null) throw new IllegalArgumentException("There is no file " + path);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
