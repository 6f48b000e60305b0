package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.redis.RedisScript;
import io.gatehouse.gateway.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The log in Redis, by Redis' own clock. Of each caller and limit there is one hash: slices of the window, and how much counts in each. A
 * slice counts until the last of it has left the window, so that what is not known exactly is on the safe side.
 */
final class RedisGrantLog implements GrantLog {
    private static final RedisScript DRAW = RedisScript.of(text());
    private static final String NODES = "ratelimit:nodes";
    private static final long NODE_MILLIS = 5_000;

    private final RedisStore store;
    private final String node = UUID.randomUUID().toString();
    private final Supplier<String> time;

    RedisGrantLog(RedisStore store) {
        this(store, () -> "");
    }

    /** @param time to go by in place of Redis' own, in milliseconds */
    RedisGrantLog(RedisStore store, Supplier<String> time) {
        this.store = store;
        this.time = time;
    }

    private static String text() {
        try (InputStream text = RedisGrantLog.class.getResourceAsStream("draw.lua")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Future<Answer> draw(List<Draw> draws) {
        List<String> keys = new ArrayList<>(1 + draws.size());
        List<String> arguments = new ArrayList<>();
        keys.add(NODES);
        arguments.add(time.get());
        arguments.add(node);
        arguments.add(Long.toString(NODE_MILLIS));
        for (Draw draw : draws) {
            keys.add(draw.key());
            long window = draw.limit().period().millis();
            add(arguments, window, Uses.slice(window), draw.limit().requests());
            add(arguments, draw.booked().slice(), draw.booked().count(), draw.kept(), draw.waiting());
            add(arguments, draw.isForWaiting() ? 1 : 0, draw.wanted(), draw.promised());
            arguments.add(Double.toString(draw.perMilli()));
            draw.uses().writeTo(arguments, draw.sentAt());
        }
        return store.run(DRAW, keys, arguments).map(RedisGrantLog::answer);
    }

    private static void add(List<String> arguments, long... numbers) {
        for (long number : numbers) arguments.add(Long.toString(number));
    }

    private static Answer answer(Response numbers) {
        List<Grant> grants = new ArrayList<>(numbers.size() - 1);
        for (int i = 1; i < numbers.size(); i++) grants.add(grant(numbers.get(i)));
        return new Answer(numbers.get(0).toInteger(), grants);
    }

    private static Grant grant(Response numbers) {
        List<Later> later = new ArrayList<>();
        for (int i = 8; i < numbers.size(); i += 2)
            later.add(new Later(numbers.get(i).toLong(), numbers.get(i + 1).toInteger()));
        return new Grant(
                numbers.get(0).toInteger(),
                numbers.get(1).toInteger(),
                later,
                numbers.get(2).toLong(),
                new Booking(numbers.get(3).toLong(), numbers.get(4).toInteger()),
                numbers.get(5).toLong(),
                numbers.get(6).toLong(),
                numbers.get(7).toLong());
    }
}
