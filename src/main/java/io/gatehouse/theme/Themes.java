package io.gatehouse.theme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.audit.Audit;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The look that is in force, the looks that were, and the step from one to the next. */
@ApplicationScoped
public class Themes {
    private static final Logger LOG = Logger.getLogger(Themes.class);
    private static final TypeReference<Map<String, String>> TOKENS = new TypeReference<>() {};
    public static final int LONGEST_NOTE = 200;
    public static final int LONGEST_REASON = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How long another control plane may still show the look before. */
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final Presets presets;
    private final Audit audit;
    private final boolean safe;
    private volatile Worn worn;

    Themes(Presets presets, Audit audit, Settings settings) {
        this.presets = presets;
        this.audit = audit;
        this.safe = settings.safeTheme();
    }

    /** What pages wear now. */
    public record Worn(int revision, Dress dress, long readAt) {}

    /** A look that cannot be shown must not start: the sentence says which one and what there is instead. */
    void check(@Observes StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> worn = read());
    }

    /**
     * The published look, at most two seconds old. Pages are shown in the last known one when the database is away or cannot
     * be asked from this thread.
     */
    public Worn published() {
        Worn known = worn;
        if (known != null && System.nanoTime() - known.readAt() < FRESH_NANOS) return known;
        if (known != null && !BlockingOperationControl.isBlockingAllowed()) return known;
        try {
            Worn read = QuarkusTransaction.joiningExisting().call(this::read);
            worn = read;
            return read;
        } catch (RuntimeException e) {
            if (known == null) throw e;
            LOG.debug("the published theme cannot be read; pages keep the last one", e);
            worn = new Worn(known.revision(), known.dress(), System.nanoTime());
            return known;
        }
    }

    /** Address of the published style sheet. */
    public String stylesheet() {
        Worn now = published();
        return ThemeAssets.published(now.revision(), "look", now.dress().hash());
    }

    private Worn read() {
        Portal portal = portal();
        Design design = safe ? new Design(Presets.DEFAULT, Map.of(), null) : design(portal.themeVersion);
        Worn known = worn;
        boolean same = known != null
                && known.revision() == portal.themeVersion.revision
                && known.dress().portalName().equals(portal.themeVersion.portalName);
        Dress dress = same ? known.dress() : dress(design, portal.themeVersion.portalName);
        return new Worn(portal.themeVersion.revision, dress, System.nanoTime());
    }

    public Dress dress(Design design, String portalName) {
        Preset preset = presets.find(design.preset())
                .orElseThrow(
                        () -> new IllegalStateException(
                                "There is no theme “" + design.preset()
                                        + "”. There are: " + presets.names()
                                        + ". Put it back into the themes folder, or start with GATEHOUSE_SAFE_THEME=true and publish another."));
        return Dress.of(design, preset, portalName);
    }

    /** What this version looks like; not found when there is none or its theme has gone. */
    public Dress dress(int revision) {
        ThemeVersion version = version(revision);
        if (presets.find(version.preset).isEmpty()) throw new NotFound();
        return dress(design(version), version.portalName);
    }

    /** A published look as it was made. */
    public record Published(Design design, String portalName, String reason) {}

    /** What is published, as it is stored: also when a safe theme hides it. */
    public Published look() {
        ThemeVersion version = portal().themeVersion;
        return new Published(design(version), version.portalName, version.reason);
    }

    /** All versions, the newest first. */
    public List<ThemeVersion> versions() {
        return ThemeVersion.list("order by revision desc");
    }

    /**
     * Puts a design in force for everybody.
     *
     * @param reason why a pair of colours that is hard to read is published all the same; empty when there is none
     */
    public int publish(Design design, String portalName, String note, String reason) {
        return changing(() -> {
            Portal portal = portal();
            String name = Text.line("portalName", "a name", portalName, 80);
            String why = Text.optional("reason", reason, LONGEST_REASON);
            List<String> shortfalls = shortfalls(dress(design, name).tokens());
            if (!shortfalls.isEmpty() && why.isEmpty())
                throw new Refused(
                        "reason",
                        "Some colours are hard to read together. Change them, or say why they are needed as they are.");
            ThemeVersion version = new ThemeVersion();
            version.note = Text.optional("note", note, LONGEST_NOTE);
            version.reason = why;
            version.portalName = name;
            version.preset = design.preset();
            version.tokens = text(design.changes());
            if (design.logo() != null) {
                version.logo = design.logo().bytes();
                version.logoType = design.logo().type();
            }
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("preset", version.preset);
            detail.put("changes", design.changes());
            detail.put("portal", Map.of("before", portal.themeVersion.portalName, "after", name));
            if (!shortfalls.isEmpty()) detail.put("hard to read", shortfalls);
            if (!why.isEmpty()) detail.put("reason", why);
            putOn(portal, version, "theme.published", detail);
            return version.revision;
        });
    }

    /** Puts an earlier look in force again, as a new version: the history only grows. */
    public int restore(int revision) {
        return changing(() -> {
            Portal portal = portal();
            ThemeVersion old = version(revision);
            if (presets.find(old.preset).isEmpty())
                throw new Refused(null, "Its theme “" + old.preset + "” is no longer in the themes folder.");
            ThemeVersion version = new ThemeVersion();
            version.portalName = old.portalName;
            version.preset = old.preset;
            version.tokens = old.tokens;
            version.logo = old.logo;
            version.logoType = old.logoType;
            version.reason = old.reason;
            version.note = "Version " + revision + " again";
            putOn(
                    portal,
                    version,
                    "theme.restored",
                    Map.of(
                            "from",
                            revision,
                            "portal",
                            Map.of("before", portal.themeVersion.portalName, "after", old.portalName)));
            return version.revision;
        });
    }

    private void putOn(Portal portal, ThemeVersion version, String action, Map<String, ?> detail) {
        version.revision =
                1 + versions().stream().mapToInt(each -> each.revision).max().orElse(0);
        version.createdAt = Instant.now();
        version.createdBy = audit.actor().name();
        version.persist();
        portal.themeVersion = version;
        audit.record(action, "theme", version.revision, "Version " + version.revision, detail);
    }

    /** One change at a time; the page after it shows the new look. */
    private int changing(Supplier<Integer> change) {
        int revision = QuarkusTransaction.joiningExisting().call(() -> {
            audit.queue();
            return change.get();
        });
        Worn old = worn;
        worn = new Worn(old.revision(), old.dress(), System.nanoTime() - FRESH_NANOS);
        return revision;
    }

    /** In words, what is hard to read in these colours. */
    public static List<String> shortfalls(Tokens tokens) {
        List<String> found = new ArrayList<>();
        Map<String, Palette> modes = Map.of("Light", tokens.light(), "Dark", tokens.dark());
        for (String mode : List.of("Light", "Dark"))
            for (Palette.Shortfall each : modes.get(mode).shortfalls())
                found.add("%s: “%s” on “%s” is %.2f : 1; it needs %.1f : 1"
                        .formatted(
                                mode,
                                each.pair().front().label(),
                                each.pair().ground().label(),
                                Math.floor(each.contrast() * 100) / 100,
                                each.pair().least()));
        return found;
    }

    static Design design(ThemeVersion version) {
        return new Design(version.preset, changes(version.tokens), logo(version.logo, version.logoType));
    }

    static Logo logo(byte[] bytes, String type) {
        return bytes == null ? null : new Logo(bytes, type);
    }

    /** What was stored, checked again: a token that this version of Gatehouse does not know is left out. */
    public static Map<String, String> changes(String json) {
        try {
            Map<String, String> known = new LinkedHashMap<>();
            for (Map.Entry<String, String> entry : JSON.readValue(json, TOKENS).entrySet())
                if (Tokens.allNames().contains(entry.getKey()))
                    known.put(entry.getKey(), Tokens.clean(entry.getKey(), entry.getValue()));
            return known;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Map<String, String> changes) {
        try {
            return JSON.writeValueAsString(changes);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ThemeVersion version(int revision) {
        return ThemeVersion.<ThemeVersion>find("revision", revision)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    private static Portal portal() {
        return Portal.find("from Portal p join fetch p.themeVersion").firstResult();
    }
}
