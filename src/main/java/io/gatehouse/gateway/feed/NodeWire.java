package io.gatehouse.gateway.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.config.ConfigJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a node and its control plane tell each other in JSON. Both sides read it from here, and pass over members that only a newer one
 * knows. Times are epoch milliseconds.
 */
public final class NodeWire {
    public static final String JOIN = "/v1/join";
    public static final String RENEW = "/v1/renew";
    public static final String TOPOLOGY = "/v1/topology";
    public static final String IDENTITIES = "/v1/identities";
    public static final String WATCH = "/v1/watch";
    public static final String USAGE = "/v1/usage";

    /** A question of {@link #WATCH} is answered after so many seconds at the latest. */
    public static final int WATCH_SECONDS = 25;

    /** Rows that one batch of usage may have. */
    public static final int MOST_ROWS = 10_000;

    private static final ObjectMapper MAPPER =
            ConfigJson.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private NodeWire() {}

    /** @param csr PKCS#10 in PEM; only its key and its proof of having it count */
    public record Join(String token, String csr, String version, String hostname) {
        @Override
        public String toString() {
            return "Join[" + hostname + " " + version + "]";
        }
    }

    /**
     * The answer to {@link Join}.
     *
     * @param certificate of the node, in PEM
     * @param ca of the authority of the installation, in PEM
     * @param digestKey hex; keys are known by their HMACs under it
     */
    public record Joined(UUID nodeId, Group runtimeGroup, String certificate, String ca, String digestKey) {
        @Override
        public String toString() {
            return "Joined[" + nodeId + "]";
        }
    }

    public record Group(UUID id, String name) {}

    /** Asks for the next certificate, for the same key or another. */
    public record Renew(String csr) {}

    public record Renewed(String certificate, String ca) {}

    /**
     * How far the configuration of a group has come, or how much of it a node has. Numbers of one history can be compared.
     *
     * @param topology sequence of the newest change of the topology
     * @param identities sequence of the newest change of an identity
     */
    public record Position(UUID history, long topology, long identities) {}

    /**
     * Acknowledgement, heartbeat and long-poll in one.
     *
     * @param running what the node serves; null before its first configuration
     * @param seen what it has fetched last, whether it could serve it or not; null for {@code running}. The answer comes as soon as the
     *     group's position differs from this, so that a node that refuses a configuration does not ask for it again and again.
     * @param hash of the topology that it serves; null before the first
     * @param address where its gateway listens
     * @param problem why it does not serve what it has seen; null if it does
     * @param since when it began to serve {@code running}; null before its first configuration
     */
    public record Watch(
            Position running,
            Position seen,
            String hash,
            String address,
            String hostname,
            String version,
            String problem,
            Long since,
            Map<String, String> labels) {}

    /**
     * Sums of calls, in order: a batch with a number that is not above the last one is known already, and answered as if it were new.
     *
     * @param keyUse when keys were last used, by their ids
     */
    public record Usage(long batch, List<UsageRow> rows, Map<UUID, Long> keyUse) {}

    /**
     * @param hour its beginning
     * @param consumerId null for calls without a known caller
     * @param service its name; empty when no route matched
     * @param outcome as in the statistics: {@code ok}, {@code client-error}, {@code unauthorized}, {@code limited}, {@code server-error}
     */
    public record UsageRow(long hour, UUID consumerId, String service, String outcome, long calls, long latencyMs) {}

    /** What is said with a status of 400 and above. */
    public record Problem(String message) {}

    public static byte[] write(Record message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException when it is none; the message repeats nothing of it */
    public static <T extends Record> T read(byte[] json, Class<T> type) {
        try {
            T read = MAPPER.readValue(new String(json, StandardCharsets.UTF_8), type);
            if (read != null) return read;
        } catch (JsonProcessingException unreadable) {
            // Its message may quote what was sent, a token for instance.
        }
        throw new IllegalArgumentException("expected JSON for " + type.getSimpleName());
    }
}
