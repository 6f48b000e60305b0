import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.KeyFormat;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a key costs a node that holds many: making it valid, finding it at a call, and revoking it. Prints one JSON object per total;
 * all times are nanoseconds, median and 99th percentile over the measured changes.
 */
public final class Keys {
    private static final int MEASURED = 2_000;
    private static final int WARM_UP = 20_000;

    private final KeyDigest digest = new KeyDigest(new byte[32]);
    private final KeyFormat format = new KeyFormat();
    private final LocalIdentityIndex index = new LocalIdentityIndex(digest, InstantSource.system());
    private final List<String> keys = new ArrayList<>();

    private Keys(int total) {
        for (int i = 0; i < total; i++) {
            String key = format.mint();
            keys.add(key);
            index.apply(holderOf(key));
        }
    }

    public static void main(String[] totals) {
        new Keys(100).measure(WARM_UP);
        for (String total : totals) {
            Keys bench = new Keys(Integer.parseInt(total));
            long[][] nanos = bench.measure(MEASURED);
            System.out.printf(
                    "{\"consumers\":%s,\"mint\":%s,\"find\":%s,\"revoke\":%s}%n",
                    total, figures(nanos[0]), figures(nanos[1]), figures(nanos[2]));
        }
    }

    private long[][] measure(int changes) {
        long[] mint = new long[changes];
        long[] find = new long[changes];
        long[] revoke = new long[changes];
        for (int i = 0; i < changes; i++) {
            String key = format.mint();
            IdentityChange holder = holderOf(key);
            long start = System.nanoTime();
            index.apply(holder);
            mint[i] = System.nanoTime() - start;
            check(key, true);
            String known = keys.get(i * 7919 % keys.size());
            start = System.nanoTime();
            index.holder("key-auth", known);
            find[i] = System.nanoTime() - start;
            start = System.nanoTime();
            index.apply(IdentityChange.gone(holder.consumerId()));
            revoke[i] = System.nanoTime() - start;
            check(key, false);
        }
        return new long[][] {mint, find, revoke};
    }

    private void check(String key, boolean valid) {
        if ((index.holder("key-auth", key) != null) != valid) throw new IllegalStateException("not in force at once");
    }

    private IdentityChange holderOf(String key) {
        UUID id = UUID.randomUUID();
        return new IdentityChange(
                id,
                new Consumer(id, "app-" + id, null, List.of(), Map.of(), null, null, null),
                List.of(new Credential(UUID.randomUUID(), "key-auth", digest.of(key), null)));
    }

    private static String figures(long[] nanos) {
        Arrays.sort(nanos);
        return "{\"p50\":" + nanos[nanos.length / 2] + ",\"p99\":" + nanos[nanos.length * 99 / 100] + "}";
    }
}
