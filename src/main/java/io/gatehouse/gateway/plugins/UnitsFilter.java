package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.limit.Decision;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.LimitKey;
import io.gatehouse.gateway.limit.WindowType;
import io.gatehouse.gateway.limiting.UsageCounting;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at what is left before a call, and counts what the upstream's answer says it has used. */
final class UnitsFilter implements Filter {

    private static final int FULL = 429;
    private static final String MESSAGE = "API rate limit exceeded";
    private static final String REMAINING = "X-RateLimit-Remaining-";

    private final Exchange.Slot<Call> calls = new Exchange.Slot<>();
    private final ResponseRateLimiting.Config config;
    private final UsageCounting counting;
    private final List<Unit> units;

    /** Something that is limited, with all names that depend on it. */
    private record Unit(String name, String counter, List<Limit> limits, List<HeaderNames> headers) {

        static Unit of(String name, List<Limit> limits, String counterName) {
            List<HeaderNames> headers =
                    limits.stream().map(limit -> HeaderNames.of(name, limit)).toList();
            return new Unit(name, "units:" + counterName + ":" + name, List.copyOf(limits), headers);
        }

        LimitKey key(String caller) {
            return new LimitKey(counter, caller);
        }
    }

    private record HeaderNames(String limit, String remaining, String most) {
        static HeaderNames of(String unit, Limit limit) {
            String period = limit.period().name();
            String name = unit + "-" + period.substring(0, 1).toUpperCase(Locale.ROOT) + period.substring(1);
            return new HeaderNames("X-RateLimit-Limit-" + name, REMAINING + name, Long.toString(limit.requests()));
        }
    }

    /** What is known of one call; {@code left} and {@code used} are in the order of the units. */
    private static final class Call {
        private final String caller;
        private final List<Decision> left;
        private long[] used;
        private boolean isRefused;

        Call(String caller, List<Decision> left) {
            this.caller = caller;
            this.left = left;
            this.used = new long[left.size()];
        }

        long retryAfterMillis() {
            return left.stream().mapToLong(Decision::retryAfterMillis).max().orElse(0);
        }
    }

    UnitsFilter(ResponseRateLimiting.Config config, UsageCounting counting, String counterName) {
        this.config = config;
        this.counting = counting;
        units = config.limits().entrySet().stream()
                .map(unit -> Unit.of(unit.getKey(), unit.getValue().limits(WindowType.FIXED), counterName))
                .toList();
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        String caller = config.limitBy().by.caller(exchange, null, null);
        List<Future<Decision>> looks = new ArrayList<>(units.size());
        for (Unit unit : units) looks.add(counting.look(unit.key(caller), unit.limits()));
        return Future.all(looks).transform(looked -> {
            if (looked.succeeded())
                goOn(exchange, new Call(caller, looked.result().list()));
            else goOnUncounted(exchange);
            return DONE;
        });
    }

    private void goOn(Exchange exchange, Call call) {
        exchange.attach(calls, call);
        for (int i = 0; i < units.size(); i++) {
            Decision left = call.left.get(i);
            String unit = units.get(i).name();
            if (config.blockOnFirstViolation() && !left.allowed()) {
                refuse(exchange, call, MESSAGE + " for '" + unit + "'");
                return;
            }
            long remaining = left.tightest().remaining();
            exchange.upstream().headers().set(REMAINING + unit, Long.toString(remaining));
        }
    }

    private void goOnUncounted(Exchange exchange) {
        if (!config.faultTolerant()) {
            exchange.refuse(500, "An unexpected error occurred");
            return;
        }
        // The upstream must not take what a client has made up for what is left.
        for (Unit unit : units) exchange.upstream().headers().remove(REMAINING + unit.name());
    }

    private static void refuse(Exchange exchange, Call call, String message) {
        call.isRefused = true;
        exchange.refuse(FULL, message);
    }

    @Override
    public void onResponse(Exchange exchange) {
        MultiMap headers = exchange.response().headers();
        List<String> told = headers.getAll(config.headerName());
        headers.remove(config.headerName());
        Call call = exchange.attachment(calls);
        if (call == null) return;
        if (exchange.response().isFromUpstream() && !count(call, used(told))) {
            refuse(exchange, call, MESSAGE);
            return;
        }
        if (!config.hideClientHeaders()) describe(call, headers);
    }

    /** By unit; what the upstream says last of one is what counts. */
    private long[] used(List<String> told) {
        long[] used = new long[units.size()];
        for (String value : told) {
            for (String part : value.split(",")) {
                int equals = part.indexOf('=');
                if (equals > 0)
                    set(
                            used,
                            part.substring(0, equals).strip(),
                            part.substring(equals + 1).strip());
            }
        }
        return used;
    }

    private void set(long[] used, String name, String amount) {
        for (int i = 0; i < used.length; i++) {
            if (units.get(i).name().equals(name)) used[i] = Amount.of(amount);
        }
    }

    /** False, with nothing counted, if there was no room for a unit that was used. */
    private boolean count(Call call, long[] used) {
        for (int i = 0; i < used.length; i++) {
            if (used[i] > 0 && !call.left.get(i).allowed()) return false;
        }
        call.used = used;
        for (int i = 0; i < used.length; i++) {
            Unit unit = units.get(i);
            if (used[i] != 0) counting.add(unit.key(call.caller), unit.limits(), used[i]);
        }
        return true;
    }

    private void describe(Call call, MultiMap headers) {
        for (int i = 0; i < units.size(); i++) {
            List<HeaderNames> names = units.get(i).headers();
            List<Decision.Room> rooms = call.left.get(i).rooms();
            for (int j = 0; j < names.size(); j++) {
                long remaining = Math.max(0, rooms.get(j).remaining() - call.used[i]);
                headers.set(names.get(j).limit(), names.get(j).most());
                headers.set(names.get(j).remaining(), Long.toString(remaining));
            }
        }
        if (call.isRefused) headers.set("Retry-After", Long.toString(Decision.seconds(call.retryAfterMillis())));
    }

    /** A number of units as an upstream writes it. */
    private static final class Amount {
        private static final int MOST_DIGITS = 12;
        private static final long MOST = 1_000_000_000_000L;

        private Amount() {}

        /** None if it is no whole number; kept within what sums of it cannot overflow. */
        static long of(String text) {
            if (!text.matches("-?\\d+")) return 0;
            if (text.length() <= MOST_DIGITS) return Long.parseLong(text);
            return text.startsWith("-") ? -MOST : MOST;
        }
    }
}
