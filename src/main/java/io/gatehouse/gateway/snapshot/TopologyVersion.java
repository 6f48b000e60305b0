package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Topology;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a topology by its content: two nodes with the same version serve the same. */
final class TopologyVersion {

    private static final int BYTES_SHOWN = 16;

    private TopologyVersion() {}

    static String of(Topology topology) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            ConfigJson.MAPPER.writeValue(new DigestOutputStream(OutputStream.nullOutputStream(), sha), topology);
            return HexFormat.of().formatHex(sha.digest(), 0, BYTES_SHOWN);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("A topology could not be written", e);
        }
    }
}
