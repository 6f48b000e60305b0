package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.plugin.PluginSchema;
import io.gatehouse.gateway.plugin.PluginSchema.Misfit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits that make no sense are told by the names in the file, all at once. */
class LimitConfigsTest {

    @Test
    void a_negative_limit_is_a_problem_and_no_failure() throws Exception {
        assertEquals(List.of("minute"), fields(RateLimiting.Config.class, "{minute: -1, hour: 5}"));
        assertEquals(
                List.of("limits.a.minute"),
                fields(ResponseRateLimiting.Config.class, "{limits: {a: {minute: -1, day: 2}}}"));
    }

    @Test
    void each_name_has_limits_that_make_sense() throws Exception {
        assertEquals(List.of("limits"), fields(ResponseRateLimiting.Config.class, "{}"));
        assertEquals(List.of("limits"), fields(ResponseRateLimiting.Config.class, "{limits: {}}"));
        assertEquals(
                List.of("limits.a", "limits.b.hour", "limits.no name"),
                fields(
                        ResponseRateLimiting.Config.class,
                        "{limits: {a: {}, b: {minute: 5, hour: 2}, no name: {day: 1}}}"));
    }

    @Test
    void a_redis_is_named_if_it_is_to_count() throws Exception {
        String config = "{limits: {a: {minute: 1}}, policy: redis}";
        assertEquals(List.of("redis.host"), fields(ResponseRateLimiting.Config.class, config));
    }

    private static List<String> fields(Class<? extends Record> type, String config) throws Exception {
        JsonNode json = new YAMLMapper().readTree(config);
        return new PluginSchema<>(type)
                .read(json).misfits().stream().map(Misfit::field).sorted().toList();
    }
}
