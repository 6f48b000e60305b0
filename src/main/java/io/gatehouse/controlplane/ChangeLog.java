package io.gatehouse.controlplane;

import io.gatehouse.application.AccessChanged;
import io.gatehouse.db.Disk;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes down what changes for gateways, in the transaction that changes it and as its last act: who comes next waits until this one
 * has ended, so that the numbers are in the order in which changes became visible, and a reader that has seen number 7 has missed
 * nothing before it. This process hears of its own changes after the commit, others read the log ({@link ChangePoll}).
 */
@Singleton
class ChangeLog {
    private final ChangeRows rows;
    private final EntityManager entities;
    private final TransactionSynchronizationRegistry registry;
    private final TransactionManager transactions;
    private final CommittedChanges committed;
    private final Disk disk;

    ChangeLog(
            ChangeRows rows,
            EntityManager entities,
            TransactionSynchronizationRegistry registry,
            TransactionManager transactions,
            CommittedChanges committed,
            Disk disk) {
        this.rows = rows;
        this.entities = entities;
        this.registry = registry;
        this.transactions = transactions;
        this.committed = committed;
        this.disk = disk;
    }

    void onTopologyChanged(@Observes TopologyChanged changed) {
        pending().add(Change.of(changed.runtimeGroupId(), null));
    }

    void onConsumersChanged(@Observes ConsumersChanged changed) {
        Pending pending = pending();
        changed.consumerIds().forEach(id -> pending.add(Change.of(changed.runtimeGroupId(), id)));
    }

    /** Registrations count wherever there is a service of the version, so an application concerns every group. */
    void onAccessChanged(@Observes AccessChanged changed) {
        pending().add(Change.of(null, changed.applicationId()));
    }

    private Pending pending() {
        Pending pending = (Pending) registry.getResource(this);
        if (pending != null) return pending;
        Pending first = new Pending();
        try {
            // Not an interposed one: when it hears of the commit, the transaction's connection must be back in the
            // pool.
            transactions.getTransaction().registerSynchronization(first);
        } catch (RollbackException | SystemException e) {
            throw new IllegalStateException("What is undone anyway needs no log", e);
        }
        registry.putResource(this, first);
        return first;
    }

    /** What one transaction has changed so far, each thing once. */
    private final class Pending implements Synchronization {
        private final Set<Change> changes = new LinkedHashSet<>();
        private List<Change> written = List.of();

        void add(Change change) {
            changes.add(change);
        }

        @Override
        public void beforeCompletion() {
            if (changes.isEmpty()) return;
            // All else is written before the lock is taken, or two transactions could wait for each other.
            entities.flush();
            written = rows.append(changes);
        }

        @Override
        public void afterCompletion(int status) {
            if (status != Status.STATUS_COMMITTED || written.isEmpty()) return;
            disk.write();
            committed.own(written);
        }
    }
}
