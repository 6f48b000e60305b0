package io.gatehouse.folder;

import io.gatehouse.application.Plan;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.theme.Logo;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A portal without anything that differs from one installation to the next: no ids, no times, no secrets. A folder is one, written down,
 * and what an installation holds is one too, so that comparing the two says what an import changes.
 */
record PortalState(SortedMap<String, PlanState> plans, SortedMap<String, ApiState> apis, LookState look) {

    /** @param window length in seconds */
    record PlanState(
            String title,
            String description,
            long limit,
            long window,
            Plan.Approval approval,
            String price,
            int position) {
        Map<String, String> fields() {
            Map<String, String> fields = new TreeMap<>();
            fields.put("title", title);
            fields.put("description", description);
            fields.put("limit", String.valueOf(limit));
            fields.put("window", Window.of(window).word());
            fields.put("approval", word(approval));
            fields.put("price", price);
            fields.put("position", String.valueOf(position));
            return fields;
        }
    }

    record ApiState(
            String name,
            String summary,
            Api.Visibility visibility,
            List<String> tags,
            SortedMap<String, VersionState> versions) {
        Map<String, String> fields() {
            return new TreeMap<>(Map.of(
                    "name", name, "summary", summary, "visibility", word(visibility), "tags", String.join(", ", tags)));
        }
    }

    /**
     * @param sunset null if there is none
     * @param gateway null when the gateway does not serve it
     * @param source of the spec; null where only its hash was asked for
     */
    record VersionState(
            ApiVersion.Lifecycle lifecycle,
            LocalDate sunset,
            String runtimeGroup,
            List<String> plans,
            GatewayState gateway,
            ApiVersion.SourceFormat format,
            String hash,
            byte[] source,
            String docs) {
        Map<String, String> fields() {
            Map<String, String> fields = new TreeMap<>();
            fields.put("lifecycle", word(lifecycle));
            fields.put("sunset", sunset == null ? "" : sunset.toString());
            fields.put("runtime_group", runtimeGroup);
            fields.put("plans", String.join(", ", plans));
            if (gateway != null) fields.putAll(gateway.fields());
            fields.put("spec", "SHA-256 " + hash);
            fields.put(
                    "docs", docs.isEmpty() ? "" : "SHA-256 " + SpecParser.hash(docs.getBytes(StandardCharsets.UTF_8)));
            return fields;
        }
    }

    record GatewayState(String service, String upstream, List<RouteState> routes) {
        Map<String, String> fields() {
            return Map.of(
                    "gateway.service", service,
                    "gateway.upstream", upstream,
                    "gateway.routes",
                            String.join(
                                    ", ", routes.stream().map(RouteState::told).toList()));
        }
    }

    record RouteState(String path, List<String> methods) {
        String told() {
            return methods.isEmpty() ? path : path + " (" + String.join(" ", methods) + ")";
        }
    }

    /**
     * @param reason why colours that are hard to read together are wanted
     * @param tokens what differs from the preset
     * @param logo null for the preset's own
     */
    record LookState(String name, String preset, String reason, Map<String, String> tokens, Logo logo) {
        Map<String, String> fields() {
            Map<String, String> fields = new TreeMap<>();
            fields.put("name", name);
            fields.put("preset", preset);
            fields.put("reason", reason);
            tokens.forEach((token, value) -> fields.put("tokens." + token, value));
            fields.put("logo", logo == null ? "" : "SHA-256 " + SpecParser.hash(logo.bytes()));
            return fields;
        }
    }

    /** The windows that plans have, by the words that files have for them. */
    enum Window {
        SECOND(1),
        MINUTE(60),
        HOUR(3_600),
        DAY(86_400);

        private final long seconds;

        Window(long seconds) {
            this.seconds = seconds;
        }

        long seconds() {
            return seconds;
        }

        String word() {
            return PortalState.word(this);
        }

        static Window of(long seconds) {
            for (Window window : values()) if (window.seconds == seconds) return window;
            throw new IllegalArgumentException("no plan has a window of " + seconds + " s");
        }
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** As texts stand in files: browsers send other line ends, and nobody sees blanks at an end. */
    static String clean(String text) {
        return text.strip().replace("\r\n", "\n").replace('\r', '\n');
    }
}
