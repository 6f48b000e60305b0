import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.document.KeptSecrets;
import io.gatehouse.settings.Seal;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.UUID;
import java.util.function.IntFunction;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Puts many entities into a database of PostgreSQL without the product, as the product stores them: a service and a route for each
 * route, a consumer and a key for each key. Also makes join tokens, which else only the console does.
 */
public final class Fill {
    private static final String GROUP = "00000000-0000-4000-8000-000000000001";
    private static final String ID = "11111111-1111-4111-8111-111111111111";
    private static final String OWNER = "22222222-2222-4222-8222-222222222222";
    private static final String KEY = "KEY-TO-BE-REPLACED";
    private static final String NUMBER = "987654321";

    private final Connection connection;
    private final Properties secrets = new Properties();

    private Fill(Connection connection, Path data) throws Exception {
        this.connection = connection;
        try (Reader reader = Files.newBufferedReader(data.resolve("secrets.properties"))) {
            secrets.load(reader);
        }
    }

    /** {@code URL DATA fill ROUTES KEYS} or {@code URL DATA token}. */
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            Fill fill = new Fill(connection, Path.of(arguments[1]));
            if (arguments[2].equals("token")) System.out.println(fill.token());
            else fill.all(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        }
    }

    private String token() throws Exception {
        String pem;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select certificate from cluster_authority")) {
            rows.next();
            pem = rows.getString(1);
        }
        byte[] authority = CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                .getEncoded();
        String token = "ghj_" + UUID.randomUUID() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(authority));
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into join_token (id, digest, runtime_group_id, created_at, expires_at)"
                        + " values (gen_random_uuid(), ?, '" + GROUP + "', now(), now() + interval '1 hour')")) {
            insert.setBytes(1, sha256(token.getBytes(StandardCharsets.UTF_8)));
            insert.executeUpdate();
        }
        return token;
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private void all(int routes, int keys) throws Exception {
        Seal seal = new Seal(hex("sealing-key"));
        KeyDigest digest = new KeyDigest(hex("pepper"));
        String service = complete(
                Kind.SERVICES, "{'name':'service-" + NUMBER + "','host':'127.0.0.1','port':9,'protocol':'http'}");
        String route = complete(
                Kind.ROUTES,
                "{'name':'route-" + NUMBER + "','paths':['/r/" + NUMBER + "'],'service':{'id':'" + OWNER + "'}}");
        String consumer = complete(Kind.CONSUMERS, "{'username':'consumer-" + NUMBER + "'}");
        String credential =
                complete(Kind.KEYAUTH_CREDENTIALS, "{'key':'" + KEY + "','consumer':{'id':'" + OWNER + "'}}");
        String kept = KeptSecrets.digestOf(KEY, digest);
        entities(Kind.SERVICES, null, routes, i -> "service-" + i, i -> with(service, Kind.SERVICES, null, i));
        entities(Kind.ROUTES, Kind.SERVICES, routes, i -> "route-" + i, i -> with(route, Kind.ROUTES, Kind.SERVICES, i));
        entities(Kind.CONSUMERS, null, keys, i -> "consumer-" + i, i -> with(consumer, Kind.CONSUMERS, null, i));
        entities(
                Kind.KEYAUTH_CREDENTIALS,
                Kind.CONSUMERS,
                keys,
                i -> HexFormat.of().formatHex(digest.of(key(i))),
                i -> seal.close(
                        "keyauth_credentials/" + id(Kind.KEYAUTH_CREDENTIALS, i),
                        with(credential, Kind.KEYAUTH_CREDENTIALS, Kind.CONSUMERS, i)
                                .replace(kept, HexFormat.of().formatHex(digest.of(key(i))))
                                .replace(KEY, key(i))));
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
    }

    private byte[] hex(String secret) {
        return HexFormat.of().parseHex(secrets.getProperty(secret));
    }

    /** The whole document, as it is stored, of what is given in short. */
    private <E extends Record> String complete(Kind<E> kind, String given) throws Exception {
        ObjectNode document = (ObjectNode) ConfigJson.MAPPER.readTree(given.replace('\'', '"'));
        document.put("id", ID).put("created_at", 1_700_000_000L);
        if (kind.hasField("updated_at")) document.put("updated_at", 1_700_000_000L);
        String key = document.path("key").asText("");
        KeptSecrets.replace(kind, document, new KeyDigest(hex("pepper")));
        if (!key.isEmpty()) document.put("key", key);
        return kind.write(kind.read(document).entity().orElseThrow()).toString();
    }

    private static String with(String template, Kind<?> kind, Kind<?> owner, int number) {
        String own = template.replace(ID, id(kind, number)).replace(NUMBER, Integer.toString(number));
        return owner == null ? own : own.replace(OWNER, id(owner, number));
    }

    /** A key that a test can know. */
    private static String key(int number) {
        return "bench-key-" + number;
    }

    private static String id(Kind<?> kind, int number) {
        return UUID.nameUUIDFromBytes((kind.wireName() + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String row(Kind<?> kind, int number) {
        return UUID.nameUUIDFromBytes(("row " + kind.wireName() + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void entities(Kind<?> kind, Kind<?> owner, int count, IntFunction<String> name, IntFunction<String> body)
            throws Exception {
        String wireName = kind.wireName();
        copy(
                "config_entity (row_id, runtime_group_id, kind, id, unique_name, body, created_at, updated_at, version)",
                count,
                i -> String.join(
                        "\t", row(kind, i), GROUP, wireName, id(kind, i), name.apply(i), body.apply(i), "now", "now", "0"));
        if (owner == null) return;
        String field = owner == Kind.SERVICES ? "service" : "consumer";
        copy(
                "config_reference (row_id, field, target_id)",
                count,
                i -> String.join("\t", row(kind, i), field, id(owner, i)));
    }

    private void copy(String table, int count, IntFunction<String> line) throws Exception {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin");
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < count; i++) {
            part.append(line.apply(i).replace("\\", "\\\\")).append('\n');
            if (part.length() < 1 << 16 && i < count - 1) continue;
            byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
            part.setLength(0);
        }
        copy.endCopy();
    }
}
