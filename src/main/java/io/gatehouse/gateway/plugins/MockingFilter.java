package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.openapi.ApiDescription;
import io.gatehouse.gateway.openapi.ApiOperations;
import io.gatehouse.gateway.openapi.MockedBody;
import io.gatehouse.gateway.openapi.MockedOperation;
import io.gatehouse.gateway.openapi.MockedResponse;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugins.Mocking.Config;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Chooses an answer of those that a description has. */
final class MockingFilter implements Filter {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String DELAY = "X-Kong-Mocking-Delay";
    private static final String STATUS = "X-Kong-Mocking-Status-Code";
    private static final String EXAMPLE = "X-Kong-Mocking-Example-Id";
    private static final int LONGEST_DELAY = 10_000;
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    private final Config config;
    private final ApiOperations<MockedOperation> operations;
    private final Set<Integer> included;
    private final long leastDelay;
    private final long mostDelay;

    MockingFilter(Config config, ApiDescription description) {
        this.config = config;
        this.operations = ApiOperations.mocked(description, config.includeBasePath(), config.customBasePath());
        this.included = config.includedStatusCodes() == null ? Set.of() : Set.copyOf(config.includedStatusCodes());
        this.leastDelay = config.minDelayTime().multiply(MILLIS).longValue();
        this.mostDelay = config.maxDelayTime().multiply(MILLIS).longValue();
    }

    /** What is said, once it is time. */
    private record Answer(int status, MultiMap headers, Buffer body) {
        static Answer refusal(int status, String message) {
            String text =
                    ConfigJson.MAPPER.createObjectNode().put("message", message).toString();
            return new Answer(
                    status, MultiMap.caseInsensitiveMultiMap().set("Content-Type", JSON), Buffer.buffer(text));
        }
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        long delay = delay(exchange.request().headers().get(DELAY));
        Answer answer = delay < 0
                ? Answer.refusal(
                        400,
                        "Invalid value for " + DELAY + ". The delay value should be a number between 0 and "
                                + LONGEST_DELAY)
                : answer(exchange);
        if (delay <= 0) {
            say(exchange, answer);
            return DONE;
        }
        Promise<Void> said = Promise.promise();
        Vertx.currentContext().owner().setTimer(delay, timer -> {
            say(exchange, answer);
            said.complete();
        });
        return said.future();
    }

    private static void say(Exchange exchange, Answer answer) {
        answer.headers().set("X-Kong-Mocking-Plugin", "true");
        exchange.respond(answer.status(), answer.headers(), answer.body());
    }

    /** In milliseconds; negative for what is no time to wait. */
    private long delay(String asked) {
        if (asked != null) {
            long delay = asked.matches("\\d{1,5}") ? Long.parseLong(asked) : -1;
            return delay > LONGEST_DELAY ? -1 : delay;
        }
        return config.randomDelay() ? ThreadLocalRandom.current().nextLong(leastDelay, mostDelay + 1) : 0;
    }

    private Answer answer(Exchange exchange) {
        ApiOperations.Found<MockedOperation> found = operations.find(exchange);
        if (found == null)
            return Answer.refusal(404, "Corresponding path and method spec does not exist in API Specification");
        MultiMap headers = exchange.request().headers();
        String asked = headers.get(STATUS);
        int status = status(found.operation(), asked);
        if (status < 0)
            return asked == null
                    ? Answer.refusal(
                            501, "the API Specification has no response for this operation that may be returned")
                    : Answer.refusal(400, "could not find the status code '" + asked + "'");
        return answer(found.operation().response(status), status, headers);
    }

    /** Negative if there is no such status. */
    private int status(MockedOperation operation, String asked) {
        if (asked != null) {
            int status = asked.matches("[2-5]\\d\\d") ? Integer.parseInt(asked) : -1;
            boolean isKnown = status > 0 && operation.response(status) != null;
            return isKnown && (included.isEmpty() || included.contains(status)) ? status : -1;
        }
        List<Integer> statuses = operation.statuses(included);
        if (statuses.isEmpty()) return -1;
        return statuses.get(config.randomStatusCode() ? any(statuses.size()) : 0);
    }

    private Answer answer(MockedResponse response, int status, MultiMap request) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        response.headers().forEach(headers::set);
        boolean isEmpty = response.bodies().isEmpty() || status == 204 || status == 304;
        if (isEmpty) return new Answer(status, headers, Buffer.buffer());
        MockedBody body = response.body(request.get("Accept"));
        if (body == null)
            return Answer.refusal(
                    406,
                    "the types of this response are "
                            + response.bodies().stream().map(MockedBody::type).collect(Collectors.joining(", ")));
        String name = request.get(EXAMPLE);
        MockedBody.Sample sample = name == null ? sample(body) : body.examples().get(name);
        if (sample == null) return Answer.refusal(400, "could not find the example id '" + name + "'");
        return new Answer(status, headers.set("Content-Type", body.type()), Buffer.buffer(sample.bytes()));
    }

    private MockedBody.Sample sample(MockedBody body) {
        if (body.examples().isEmpty()) return body.usual();
        List<MockedBody.Sample> all = List.copyOf(body.examples().values());
        return all.get(config.randomExamples() ? any(all.size()) : 0);
    }

    private static int any(int count) {
        return ThreadLocalRandom.current().nextInt(count);
    }
}
