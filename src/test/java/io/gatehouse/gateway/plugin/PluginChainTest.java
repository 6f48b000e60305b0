package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.config.Consumer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PluginChainTest {

    private static final List<String> PRECEDENCE = List.of(
            "consumer route service",
            "group route service",
            "consumer route",
            "consumer service",
            "group route",
            "group service",
            "route service",
            "consumer",
            "group",
            "route",
            "service",
            "");

    private static final UUID ANN = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);

    private final List<String> ran = new ArrayList<>();
    private final Call call = new Call();

    static IntStream steps() {
        return IntStream.range(0, PRECEDENCE.size());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void the_most_specific_binding_runs_and_without_it_the_next_one(int step) {
        List<Binding> bindings = PRECEDENCE.subList(step, PRECEDENCE.size()).stream()
                .map(scope -> binding("limit", 910, scope, "free"))
                .toList();
        call.authenticated(consumer(ANN, "free"), null);
        assertTrue(PluginChain.of(bindings).onRequest(call).succeeded());
        assertEquals(List.of("limit " + PRECEDENCE.get(step)), ran);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,   -,    service",
                "bob, gold, service",
                "ann, -,    consumer",
                "ann, free, consumer",
                "bob, free, group",
            })
    void bindings_of_others_do_not_count(String consumer, String group, String expected) {
        PluginChain chain = PluginChain.of(List.of(
                binding("limit", 910, "consumer", "free"),
                binding("limit", 910, "group", "free"),
                binding("limit", 910, "service", "free")));
        if (consumer != null) {
            call.authenticated(consumer.equals("ann") ? consumer(ANN) : consumer(BOB), null);
        }
        if (group != null) {
            call.joinGroup(group);
        }
        chain.onRequest(call);
        assertEquals(List.of("limit " + expected), ran);
    }

    @Test
    void a_plugin_without_a_fitting_binding_does_not_run() {
        PluginChain chain = PluginChain.of(List.of(binding("limit", 910, "group", "gold")));
        chain.onRequest(call);
        chain.onResponse(call);
        chain.onLog(call);
        assertEquals(List.of(), ran);
    }

    @Test
    void of_groups_that_are_as_specific_the_first_one_of_the_caller_counts() {
        List<Binding> bindings =
                List.of(binding("limit", 910, "group", "silver"), binding("limit", 910, "group", "gold"));
        call.authenticated(consumer(ANN, "silver"), null);
        call.joinGroup("gold");
        PluginChain.of(bindings.stream()
                        .map(binding -> new Binding(
                                "limit", 910, recording(binding.group()), false, false, null, binding.group()))
                        .toList())
                .onRequest(call);
        assertEquals(List.of("gold"), ran);
    }

    @Test
    void plugins_run_by_falling_priority_and_then_by_name() {
        PluginChain.of(List.of(
                        binding("b", 100, "", ""),
                        binding("last", -1, "", ""),
                        binding("a", 100, "service", ""),
                        binding("first", 2000, "route", "")))
                .onRequest(call);
        assertEquals(List.of("first route", "a service", "b ", "last "), ran);
    }

    @Test
    void the_binding_is_chosen_when_its_turn_comes_so_that_authentication_counts() {
        Filter auth = new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                exchange.authenticated(consumer(ANN), null);
                return DONE;
            }
        };
        PluginChain.of(List.of(
                        binding("limit", 910, "", ""),
                        binding("limit", 910, "consumer", ""),
                        new Binding("auth", 1250, auth, false, false, null, null),
                        binding("cors", 2000, "", ""),
                        binding("cors", 2000, "consumer", "")))
                .onRequest(call);
        assertEquals(List.of("cors ", "limit consumer"), ran);
    }

    @Test
    void what_was_chosen_stays_chosen_in_the_later_phases() {
        PluginChain chain = PluginChain.of(List.of(
                bindingOfAllPhases("cors", 2000, null), bindingOfAllPhases("cors consumer", 2000, ANN, "cors")));
        chain.onRequest(call);
        call.authenticated(consumer(ANN), null);
        chain.onResponse(call);
        chain.onLog(call);
        assertEquals(List.of("cors request", "cors response", "cors log"), ran);
    }

    @Test
    void after_an_early_answer_the_other_phases_of_all_plugins_still_run() {
        Filter refusing = new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                exchange.refuse(401, "No API key found in request");
                return DONE;
            }
        };
        PluginChain chain = PluginChain.of(List.of(
                new Binding("auth", 1250, refusing, false, false, null, null), bindingOfAllPhases("cors", 800, null)));
        assertTrue(chain.onRequest(call).succeeded());
        chain.onResponse(call);
        chain.onLog(call);
        assertEquals(List.of("cors response", "cors log"), ran);
    }

    @Test
    void a_filter_that_waits_holds_the_others_up() {
        Promise<Void> waiting = Promise.promise();
        PluginChain chain = PluginChain.of(List.of(
                new Binding("slow", 900, onRequest(waiting.future()), false, false, null, null),
                binding("next", 800, "", "")));
        Future<Void> done = chain.onRequest(call);
        assertFalse(done.isComplete());
        assertEquals(List.of(), ran);
        waiting.complete();
        assertTrue(done.succeeded());
        assertEquals(List.of("next "), ran);
    }

    @Test
    void an_answer_given_while_waiting_ends_the_phase_too() {
        Promise<Void> waiting = Promise.promise();
        PluginChain chain = PluginChain.of(List.of(
                new Binding("slow", 900, onRequest(waiting.future()), false, false, null, null),
                binding("next", 800, "", "")));
        Future<Void> done = chain.onRequest(call);
        call.refuse(504, "too late");
        waiting.complete();
        assertTrue(done.succeeded());
        assertEquals(List.of(), ran);
    }

    @Test
    void what_a_filter_throws_or_fails_with_fails_the_request() {
        RuntimeException bug = new IllegalStateException("bug");
        StackOverflowError overflow = new StackOverflowError();
        assertSame(bug, failure(onRequest(Future.failedFuture(bug))));
        assertSame(bug, failure(throwing(bug)));
        assertSame(overflow, failure(throwing(overflow)));
        Promise<Void> waiting = Promise.promise();
        Future<Void> done = chainOf(onRequest(waiting.future())).onRequest(call);
        waiting.fail(bug);
        assertSame(bug, done.cause());
        assertEquals(List.of(), ran);
    }

    @Test
    void a_filter_that_throws_keeps_no_other_from_the_log() {
        for (Throwable thrown : List.of(new IllegalArgumentException("bug"), new NoClassDefFoundError("of a JAR"))) {
            ran.clear();
            PluginChain chain = PluginChain.of(List.of(
                    new Binding("broken", 900, throwing(thrown), false, false, null, null),
                    bindingOfAllPhases("log", 9, null)));
            RuntimeException told = assertThrows(RuntimeException.class, () -> chain.onLog(call));
            assertTrue(told == thrown || told.getCause() == thrown);
            assertEquals(List.of("log log"), ran);
        }
    }

    @Test
    void an_answer_that_a_filter_cannot_take_fails_even_if_a_class_is_missing() {
        NoClassDefFoundError missing = new NoClassDefFoundError("of a JAR");
        PluginChain chain =
                PluginChain.of(List.of(new Binding("broken", 900, throwing(missing), false, false, null, null)));
        assertSame(
                missing,
                assertThrows(IllegalStateException.class, () -> chain.onResponse(call))
                        .getCause());
    }

    @Test
    void a_chain_that_is_the_same_for_everybody_keeps_nothing_on_the_call() {
        PluginChain chain = PluginChain.of(List.of(binding("a", 1, "route service", ""), binding("a", 1, "", "")));
        chain.onRequest(call);
        chain.onResponse(call);
        assertEquals(0, call.attachmentCount());
        assertEquals(List.of("a route service"), ran);
    }

    private Throwable failure(Filter filter) {
        return chainOf(filter).onRequest(call).cause();
    }

    private PluginChain chainOf(Filter first) {
        return PluginChain.of(
                List.of(new Binding("first", 900, first, false, false, null, null), binding("next", 800, "", "")));
    }

    private Binding binding(String plugin, int priority, String scope, String group) {
        return new Binding(
                plugin,
                priority,
                recording(plugin + " " + scope),
                scope.contains("service"),
                scope.contains("route"),
                scope.contains("consumer") ? ANN : null,
                scope.contains("group") ? group : null);
    }

    private Filter recording(String name) {
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                ran.add(name);
                return DONE;
            }
        };
    }

    private Binding bindingOfAllPhases(String plugin, int priority, UUID consumer) {
        return bindingOfAllPhases(plugin, priority, consumer, plugin);
    }

    private Binding bindingOfAllPhases(String name, int priority, UUID consumer, String plugin) {
        Filter filter = new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                ran.add(name + " request");
                return DONE;
            }

            @Override
            public void onResponse(Exchange exchange) {
                ran.add(name + " response");
            }

            @Override
            public void onLog(Exchange exchange) {
                ran.add(name + " log");
            }
        };
        return new Binding(plugin, priority, filter, false, false, consumer, null);
    }

    private static Filter onRequest(Future<Void> result) {
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                return result;
            }
        };
    }

    private static Filter throwing(Throwable thrown) {
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                throw fail();
            }

            @Override
            public void onResponse(Exchange exchange) {
                throw fail();
            }

            @Override
            public void onLog(Exchange exchange) {
                throw fail();
            }

            private RuntimeException fail() {
                if (thrown instanceof Error error) {
                    throw error;
                }
                return (RuntimeException) thrown;
            }
        };
    }

    private static Consumer consumer(UUID id, String... groups) {
        return new Consumer(id, "a", null, List.of(groups), null, null, null, null);
    }
}
