package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Dialect;
import io.gatehouse.catalog.spec.Spec.Format;
import io.gatehouse.catalog.spec.SpecResult.Parsed;
import io.gatehouse.catalog.spec.SpecResult.Rejected;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Turns uploaded bytes into a {@link Spec}, or into problems with their places.
 *
 * <p>Uploads are hostile until proven otherwise: they are read by two threads with a short queue and a deadline, every step spends
 * from a {@link Budget}, and nothing that a document refers to is ever fetched or opened. The original bytes stay the truth;
 * what is read here is for showing and routing.
 */
@ApplicationScoped
public class SpecParser {
    private static final Logger LOG = Logger.getLogger(SpecParser.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_FOR_SECOND_OPINION = Duration.ofSeconds(4);
    private static final int THREADS = 2;
    private static final int WAITING = 8;

    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), daemons("spec-parser"));
    private final SecondOpinion secondOpinion = new SecondOpinion();

    /** Reads and checks a document. Never throws, and answers within some seconds whatever the bytes are. */
    public SpecResult parse(byte[] bytes) {
        Future<SpecResult> result = null;
        try {
            result = workers.submit(() -> check(bytes));
            return result.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException full) {
            return rejected(SpecProblem.error(
                    "Too many documents are being read at this moment.", "Wait a few seconds and try again."));
        } catch (TimeoutException late) {
            result.cancel(true);
            return rejected(tookTooLong().problem());
        } catch (InterruptedException interrupted) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            return rejected(SpecProblem.error("Reading the document was interrupted.", "Try again."));
        } catch (ExecutionException fault) {
            LOG.error("A spec could not be parsed", fault.getCause());
            return rejected(SpecProblem.error(
                    "The document could not be read because of a fault of ours; it was logged.",
                    "Check it with another validator, or ask the operators of this portal."));
        }
    }

    /** Reads a document that was accepted before, without checking it again. */
    public Spec read(byte[] accepted) {
        try {
            return load(accepted, new Budget(DEADLINE), new ArrayList<>());
        } catch (Unreadable changed) {
            throw new IllegalStateException("A stored spec can no longer be read: " + changed.getMessage(), changed);
        }
    }

    private SpecResult check(byte[] bytes) {
        Budget budget = new Budget(DEADLINE);
        List<SpecProblem> warnings = new ArrayList<>();
        Findings findings = new Findings();
        try {
            Spec spec = load(bytes, budget, warnings);
            warnings.forEach(warning -> findings.add("keys that stand twice", warning));
            new PathChecks(spec, findings, budget).run();
            TreeChecks tree = new TreeChecks(spec, findings, budget);
            tree.run();
            if (findings.hasErrors()) {
                return new Rejected(findings.inOrder());
            }
            secondOpinion.of(spec, PATIENCE_FOR_SECOND_OPINION).stream()
                    .filter(message -> tree.unresolved().stream().noneMatch(ref -> isAbout(message, ref)))
                    .forEach(message -> findings.add(
                            "remarks of swagger-parser",
                            SpecProblem.warning(sentence(message), "Remark of swagger-parser.")));
            return new Parsed(spec, findings.inOrder());
        } catch (Unreadable unreadable) {
            warnings.add(0, unreadable.problem());
            return new Rejected(List.copyOf(warnings.subList(0, Math.min(warnings.size(), 20))));
        }
    }

    private static Spec load(byte[] bytes, Budget budget, List<SpecProblem> warnings) throws Unreadable {
        String text = SourceText.decode(bytes);
        DocumentKind.checkBeginning(text);
        Format format = looksLikeJson(text) ? Format.JSON : Format.YAML;
        Node root =
                format == Format.JSON ? JsonTree.load(text, budget, warnings) : YamlTree.load(text, budget, warnings);
        Dialect dialect = DocumentKind.recognise(root);
        budget.checkTime();
        return new SpecReader(root, dialect).read(format, hash(bytes));
    }

    private static boolean looksLikeJson(String text) {
        int i = 0;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i < text.length() && (text.charAt(i) == '{' || text.charAt(i) == '[');
    }

    /** SHA-256, hex: the name of these bytes in caches and in {@code ApiVersion.sourceHash}. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Unreadable tookTooLong() {
        return new Unreadable(
                "Reading the document took more than %d seconds.".formatted(DEADLINE.toSeconds()),
                "Split it into several APIs.");
    }

    private static Rejected rejected(SpecProblem problem) {
        return new Rejected(List.of(problem));
    }

    /** Whether a remark is about a reference that we have told already: it names the reference, or ends with the last part of it. */
    private static boolean isAbout(String message, String ref) {
        String name = ref.substring(ref.lastIndexOf('/') + 1);
        return message.contains(ref + " is ") || message.contains("." + name + " is not of type");
    }

    private static String sentence(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @PreDestroy
    void close() {
        workers.shutdownNow();
        secondOpinion.close();
    }
}
