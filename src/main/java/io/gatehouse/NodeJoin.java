package io.gatehouse;

import io.gatehouse.admin.NodeAdmin;
import io.gatehouse.admin.SealedDisk;
import io.gatehouse.gateway.feed.ControlPlaneSource;
import io.gatehouse.gateway.feed.ControlPlanes;
import io.gatehouse.gateway.feed.JoinToken;
import io.gatehouse.gateway.feed.Joining;
import io.gatehouse.gateway.feed.Membership;
import io.gatehouse.gateway.feed.MembershipFile;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** The first step of a node: to be one. It knows itself from an earlier start, or joins with a token, however long that takes. */
final class NodeJoin {
    private static final Logger LOG = Logger.getLogger(NodeJoin.class);
    private static final int UNUSABLE = 2;
    private static final long SECONDS_BETWEEN_TRIES = 2;

    private NodeJoin() {}

    /** What stands in the way, as far as it can be told without asking anybody; null if nothing does. */
    static String problem(Settings settings) {
        boolean isNode = settings.role() == Settings.Role.NODE;
        if (settings.config().isPresent() && !isNode)
            return "GATEHOUSE_CONFIG is for gateways without a database: set GATEHOUSE_ROLE=node, or leave it out.";
        List<URI> addresses = settings.controlPlane().orElse(null);
        if (addresses == null)
            return settings.joinToken().isEmpty()
                    ? null
                    : "GATEHOUSE_JOIN_TOKEN is for a node that follows a control plane: set GATEHOUSE_CONTROL_PLANE to its address.";
        if (!isNode) return "GATEHOUSE_CONTROL_PLANE is for nodes: set GATEHOUSE_ROLE=node, or leave it out.";
        if (settings.config().isPresent())
            return "GATEHOUSE_CONFIG and GATEHOUSE_CONTROL_PLANE both say what to serve: leave one of them out.";
        try {
            ControlPlanes.of(addresses);
        } catch (IllegalArgumentException unusable) {
            return "GATEHOUSE_CONTROL_PLANE cannot be used: " + unusable.getMessage() + ".";
        }
        try {
            settings.joinToken().ifPresent(JoinToken::of);
        } catch (IllegalArgumentException unusable) {
            return "GATEHOUSE_JOIN_TOKEN cannot be used: " + unusable.getMessage() + ".";
        }
        return null;
    }

    /** Ends the process if it cannot become a node. */
    static NodeAdmin.Joined of(Settings settings, Secrets secrets, String version) {
        ControlPlanes controlPlanes = ControlPlanes.of(settings.controlPlane().orElseThrow());
        MembershipFile file = new MembershipFile(settings.data(), new SealedDisk(secrets.seal()));
        Joining joining = new Joining(file, version, hostname());
        Membership member = member(settings, secrets, file, joining, controlPlanes);
        String address = settings.proxy().address() + ":" + settings.proxy().port();
        return new NodeAdmin.Joined(
                controlPlanes, member, joining, new ControlPlaneSource.Self(version, hostname(), address));
    }

    private static Membership member(
            Settings settings, Secrets secrets, MembershipFile file, Joining joining, ControlPlanes controlPlanes) {
        JoinToken token = settings.joinToken().map(JoinToken::of).orElse(null);
        Membership kept;
        try {
            kept = file.read().orElse(null);
        } catch (IllegalStateException unusable) {
            throw end(unusable.getMessage());
        }
        if (kept == null && token == null)
            throw end(
                    "this node has not joined yet. Choose “Add a node” in the console, and start with its GATEHOUSE_JOIN_TOKEN.");
        if (kept != null && (token == null || Joining.isOf(kept, token))) return kept;
        Membership member =
                kept == null ? joined(joining, controlPlanes, token) : rejoined(joining, controlPlanes, token, kept);
        if (member != kept) NodeAdmin.forget(settings, secrets);
        return member;
    }

    /** A token that it did not come with makes another node of it, if it is good; a restart must not depend on that. */
    private static Membership rejoined(Joining joining, ControlPlanes controlPlanes, JoinToken token, Membership kept) {
        try {
            Membership member = joining.join(controlPlanes, token);
            LOG.infof(
                    "Joined anew, as node %s of the runtime group “%s”",
                    member.nodeId(), member.group().name());
            return member;
        } catch (IOException e) {
            LOG.warnf("Not joined anew, and still node %s: %s", kept.nodeId(), e.getMessage());
            return kept;
        }
    }

    private static Membership joined(Joining joining, ControlPlanes controlPlanes, JoinToken token) {
        String told = null;
        while (true) {
            try {
                Membership member = joining.join(controlPlanes, token);
                LOG.infof(
                        "Joined as node %s of the runtime group “%s”",
                        member.nodeId(), member.group().name());
                return member;
            } catch (Joining.Refused refused) {
                throw end("the control plane does not let this node in: " + refused.getMessage());
            } catch (IOException e) {
                String problem = "Not ready: this node cannot join yet. " + e.getMessage();
                if (!problem.equals(told)) LOG.warn(problem);
                told = problem;
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN_TRIES));
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static Error end(String problem) {
        System.err.println("gatehouse: " + problem);
        System.exit(UNUSABLE);
        return new AssertionError("unreachable");
    }
}
