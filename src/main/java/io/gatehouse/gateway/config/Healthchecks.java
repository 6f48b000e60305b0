package io.gatehouse.gateway.config;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When a target is taken for healthy and when not. A number 0 switches off what it counts.
 *
 * @param threshold how much of the weight, in percent, must be healthy for the upstream to be used at all
 */
public record Healthchecks(Active active, Passive passive, Number threshold) {

    private static final int MOST_COUNT = 255;
    private static final int MOST_SECONDS = 65_535;
    private static final List<String> TYPES = List.of("tcp", "http", "https");

    public Healthchecks {
        active = active == null ? new Active(null, null, null, null, null, null, null, null, null) : active;
        passive = passive == null ? new Passive(null, null, null) : passive;
        threshold = threshold == null ? Integer.valueOf(0) : threshold;
    }

    /**
     * Calls that the gateway makes to find out.
     *
     * @param timeout seconds
     * @param concurrency how many targets are asked at the same time
     */
    public record Active(
            String type,
            Number timeout,
            Integer concurrency,
            String httpPath,
            String httpsSni,
            Boolean httpsVerifyCertificate,
            Map<String, List<String>> headers,
            ActiveHealthy healthy,
            ActiveUnhealthy unhealthy) {

        public Active {
            type = type == null ? "http" : type;
            timeout = timeout == null ? Integer.valueOf(1) : timeout;
            concurrency = concurrency == null ? Integer.valueOf(10) : concurrency;
            httpPath = httpPath == null ? "/" : httpPath;
            httpsVerifyCertificate = httpsVerifyCertificate == null ? Boolean.TRUE : httpsVerifyCertificate;
            healthy = healthy == null ? new ActiveHealthy(null, null, null) : healthy;
            unhealthy = unhealthy == null ? new ActiveUnhealthy(null, null, null, null, null) : unhealthy;
        }
    }

    /** @param interval seconds between two calls to a healthy target; 0 for never */
    public record ActiveHealthy(Number interval, List<Integer> httpStatuses, Integer successes) {
        public ActiveHealthy {
            interval = orZero(interval);
            httpStatuses = httpStatuses == null ? List.of(200, 302) : httpStatuses;
            successes = orZero(successes);
        }
    }

    /** @param interval seconds between two calls to an unhealthy target; 0 for never */
    public record ActiveUnhealthy(
            Number interval, List<Integer> httpStatuses, Integer tcpFailures, Integer timeouts, Integer httpFailures) {
        public ActiveUnhealthy {
            interval = orZero(interval);
            httpStatuses = httpStatuses == null ? List.of(429, 404, 500, 501, 502, 503, 504, 505) : httpStatuses;
            tcpFailures = orZero(tcpFailures);
            timeouts = orZero(timeouts);
            httpFailures = orZero(httpFailures);
        }
    }

    /** What the answers to clients' calls tell. */
    public record Passive(String type, PassiveHealthy healthy, PassiveUnhealthy unhealthy) {
        public Passive {
            type = type == null ? "http" : type;
            healthy = healthy == null ? new PassiveHealthy(null, null) : healthy;
            unhealthy = unhealthy == null ? new PassiveUnhealthy(null, null, null, null) : unhealthy;
        }
    }

    public record PassiveHealthy(List<Integer> httpStatuses, Integer successes) {
        private static final List<Integer> USUAL = Stream.of(
                        IntStream.rangeClosed(200, 208), IntStream.of(226), IntStream.rangeClosed(300, 308))
                .flatMap(IntStream::boxed)
                .toList();

        public PassiveHealthy {
            httpStatuses = httpStatuses == null ? USUAL : httpStatuses;
            successes = orZero(successes);
        }
    }

    public record PassiveUnhealthy(
            List<Integer> httpStatuses, Integer tcpFailures, Integer timeouts, Integer httpFailures) {
        public PassiveUnhealthy {
            httpStatuses = httpStatuses == null ? List.of(429, 500, 503) : httpStatuses;
            tcpFailures = orZero(tcpFailures);
            timeouts = orZero(timeouts);
            httpFailures = orZero(httpFailures);
        }
    }

    private static Integer orZero(Integer count) {
        return count == null ? Integer.valueOf(0) : count;
    }

    private static Number orZero(Number seconds) {
        return seconds == null ? Integer.valueOf(0) : seconds;
    }

    void check(Rules rules) {
        rules.between("healthchecks.threshold", threshold, 0, 100);
        String at = "healthchecks.active.";
        rules.oneOf(at + "type", active.type, TYPES);
        rules.between(at + "timeout", active.timeout, 0, MOST_SECONDS);
        rules.between(at + "concurrency", active.concurrency, 1, Integer.MAX_VALUE);
        rules.requestTarget(at + "http_path", active.httpPath);
        rules.headers(at + "headers", active.headers);
        if (active.httpsSni != null) {
            rules.host(at + "https_sni", active.httpsSni);
        }
        rules.between(at + "healthy.interval", active.healthy.interval, 0, MOST_SECONDS);
        rules.between(at + "unhealthy.interval", active.unhealthy.interval, 0, MOST_SECONDS);
        checkHealthy(rules, at, active.healthy.httpStatuses, active.healthy.successes);
        var failing = active.unhealthy;
        checkUnhealthy(rules, at, failing.httpStatuses, failing.tcpFailures, failing.timeouts, failing.httpFailures);
        at = "healthchecks.passive.";
        rules.oneOf(at + "type", passive.type, TYPES);
        checkHealthy(rules, at, passive.healthy.httpStatuses, passive.healthy.successes);
        var failed = passive.unhealthy;
        checkUnhealthy(rules, at, failed.httpStatuses, failed.tcpFailures, failed.timeouts, failed.httpFailures);
    }

    private static void checkHealthy(Rules rules, String at, List<Integer> statuses, Integer successes) {
        checkStatuses(rules, at + "healthy.http_statuses", statuses);
        rules.between(at + "healthy.successes", successes, 0, MOST_COUNT);
    }

    private static void checkUnhealthy(
            Rules rules, String at, List<Integer> statuses, Integer tcp, Integer timeouts, Integer http) {
        checkStatuses(rules, at + "unhealthy.http_statuses", statuses);
        rules.between(at + "unhealthy.tcp_failures", tcp, 0, MOST_COUNT);
        rules.between(at + "unhealthy.timeouts", timeouts, 0, MOST_COUNT);
        rules.between(at + "unhealthy.http_failures", http, 0, MOST_COUNT);
    }

    private static void checkStatuses(Rules rules, String field, List<Integer> statuses) {
        for (int i = 0; i < statuses.size(); i++) {
            rules.between(field + "." + (i + 1), statuses.get(i), 100, 999);
        }
    }
}
