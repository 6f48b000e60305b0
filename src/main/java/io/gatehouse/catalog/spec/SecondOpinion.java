package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Dialect;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.converter.SwaggerConverter;
import io.swagger.v3.parser.core.extensions.SwaggerParserExtension;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks swagger-parser what it makes of a document. Its answers are warnings: it has false alarms on valid documents, and nothing
 * that we show is read from its model.
 *
 * <p>It gets JSON text that we wrote ourselves (no aliases, bounded), is told to resolve nothing (it would fetch addresses and
 * open files), and has one thread of its own: should it ever hang, later documents do without its opinion.
 */
final class SecondOpinion implements AutoCloseable {
    private static final int LONGEST_TEXT = 6 << 20;
    private static final long STUCK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(2), SpecParser.daemons("spec-second-opinion"));

    private volatile long busySinceNanos;
    private volatile boolean busy;

    List<String> of(Spec spec, Duration patience) {
        if (busy && System.nanoTime() - busySinceNanos > STUCK_AFTER_NANOS) {
            return List.of();
        }
        String json = JsonText.compact(spec.root());
        if (json.length() > LONGEST_TEXT) {
            return List.of();
        }
        try {
            Future<List<String>> answer = worker.submit(() -> ask(json, spec.dialect()));
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (TimeoutException | RejectedExecutionException | ExecutionException noAnswer) {
            return List.of();
        }
    }

    private List<String> ask(String json, Dialect dialect) {
        busySinceNanos = System.nanoTime();
        busy = true;
        try {
            ParseOptions options = new ParseOptions();
            options.setResolve(false);
            SwaggerParserExtension parser =
                    dialect == Dialect.SWAGGER_2_0 ? new SwaggerConverter() : new OpenAPIV3Parser();
            List<String> messages = parser.readContents(json, null, options).getMessages();
            return messages == null
                    ? List.of()
                    : messages.stream()
                            .filter(message -> message != null && !isFalseAlarm(message, dialect))
                            .distinct()
                            .toList();
        } finally {
            busy = false;
        }
    }

    /** Messages that real, valid documents provoke. */
    private static boolean isFalseAlarm(String message, Dialect dialect) {
        boolean modern = dialect == Dialect.OPENAPI_3_1;
        return message.contains("reserved")
                || message.contains("duplicate parameter values")
                || modern && message.contains("responses is missing")
                || modern && message.contains("components.schemas") && message.contains("is not of type `object`");
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
