package io.gatehouse.controlplane.sync;

import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.GroupContents;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.KeyDigests;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.plugin.Plugins;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;

/**
 * Makes a runtime group what a file says: all of it or nothing, in one transaction. Syncs of all groups wait for each other, as other
 * writers wait for them; a dry run waits for nobody.
 */
@Singleton
public class Syncs {
    private static final int LONGEST_SECONDS = 600;

    private final ConfigStores stores;
    private final ConfigDocument documents;

    Syncs(ConfigStores stores, Plugins plugins, KeyDigests digests) {
        this.stores = stores;
        this.documents = new ConfigDocument(plugins, digests.digest());
    }

    /**
     * @throws RefusedDocument with everything that is wrong
     * @throws OtherRevision when the group is not at the revision that the request wants
     */
    public SyncOutcome sync(RuntimeGroup group, SyncRequest request) {
        SyncFile file = SyncFile.of(request.text(), group.name);
        return QuarkusTransaction.requiringNew().timeout(LONGEST_SECONDS).call(() -> sync(group.id, file, request));
    }

    private SyncOutcome sync(UUID group, SyncFile file, SyncRequest request) {
        GroupContents contents = stores.of(group).contents();
        if (!request.isDryRun()) contents.lock();
        long revision = contents.revision();
        long expected = request.revision().orElse(revision);
        if (expected != revision) throw new OtherRevision(expected, revision);
        SyncPlan plan = plan(contents, file, request);
        try {
            if (request.isDryRun()) contents.check(plan.writes());
            else contents.write(plan.writes(), plan.freed());
        } catch (InvalidConfig invalid) {
            throw new RefusedDocument(plan.placed(invalid.problems()));
        }
        return plan.outcome(request.isDryRun(), contents.revision());
    }

    private SyncPlan plan(GroupContents contents, SyncFile file, SyncRequest request) {
        Set<String> tags = file.selectTags(request.selectTags());
        Standing standing = new Standing(contents, tags);
        Matching matching = new Matching(file.wanted(documents, contents::find), standing, contents, tags);
        matching.run();
        SyncPlan plan = new SyncPlan(contents, standing, matching, request.prunes());
        plan.make();
        return plan;
    }
}
