package io.gatehouse.folder;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.controlplane.Stale;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The whole portal as a folder of files that people can read, compare and keep in git: written, and read back. */
@Singleton
public class PortalFolders {
    /** A portal of thousands of specs takes longer than a page may. */
    private static final int LONGEST_SECONDS = 600;

    private final StoredPortal stored;
    private final PortalImport imports;
    private final Audit audit;

    PortalFolders(StoredPortal stored, PortalImport imports, Audit audit) {
        this.stored = stored;
        this.imports = imports;
        this.audit = audit;
    }

    /** As a ZIP archive, the same bytes for the same portal. Nobody changes the portal meanwhile. */
    public void export(OutputStream out) {
        QuarkusTransaction.joiningExisting().timeout(LONGEST_SECONDS).run(() -> {
            audit.queue();
            write(out);
        });
    }

    private void write(OutputStream out) {
        StoredPortal.Found found = stored.read();
        SortedMap<String, byte[]> files = FolderWriter.files(found.state());
        Map<String, UUID> specs = new TreeMap<>();
        found.versions().forEach((place, id) -> {
            ApiVersion.SourceFormat format = found.state()
                    .apis()
                    .get(place.api())
                    .versions()
                    .get(place.label())
                    .format();
            specs.put(place.spec(format), id);
            files.put(place.spec(format), new byte[0]);
        });
        try (FolderArchive archive = new FolderArchive(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                UUID spec = specs.get(file.getKey());
                archive.add(file.getKey(), spec == null ? file.getValue() : stored.source(spec));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All of it or nothing.
     *
     * @param seen the portal's revision that it is meant for; empty for whatever there is
     * @param isDryRun does the same and undoes it, so that it says exactly what would happen
     * @param isPruning whether what the folder does not have is deleted
     * @throws UnusableFolder with every problem; nothing was changed then
     * @throws Stale when the portal has another revision; nothing was changed then either
     */
    public ImportReport importing(byte[] archive, Optional<String> seen, boolean isDryRun, boolean isPruning) {
        Findings findings = new Findings();
        PortalState wanted = FolderReader.read(FolderArchive.read(archive), findings);
        imports.check(wanted, findings);
        findings.orRefuse();
        try {
            return QuarkusTransaction.joiningExisting().timeout(LONGEST_SECONDS).call(() -> {
                audit.queue();
                StoredPortal.Found here = stored.read();
                if (seen.filter(revision -> !revision.equals(here.revision())).isPresent()) throw new Stale();
                ImportReport report = imports.apply(wanted, here, isPruning, findings);
                findings.orRefuse();
                report.remark(findings.remarks());
                if (isDryRun) throw new Undone(report);
                if (!report.isEmpty()) record(report);
                return report;
            });
        } catch (Undone undone) {
            return undone.report;
        }
    }

    /** Ends the transaction of a dry run. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ImportReport report;

        private Undone(ImportReport report) {
            super(null, null, false, false);
            this.report = report;
        }
    }

    private void record(ImportReport report) {
        audit.record(
                "portal.imported",
                "portal",
                null,
                "Portal",
                Map.of(
                        "created", report.created().size(),
                        "changed", report.changed().size(),
                        "deleted", report.deleted().size()));
    }
}
