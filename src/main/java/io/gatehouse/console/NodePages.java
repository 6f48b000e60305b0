package io.gatehouse.console;

import io.gatehouse.cluster.JoinTokens;
import io.gatehouse.cluster.JoinedNode;
import io.gatehouse.cluster.NodeStates;
import io.gatehouse.cluster.Nodes;
import io.gatehouse.controlplane.GroupAccess;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The gateways elsewhere that this control plane configures: how they do, how one more is added, and how one is taken away. */
@Path("/console/nodes")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class NodePages {
    private static final String HERE = "/console/nodes";
    private static final int MOST_DEEDS = 20;
    private static final int SHOWN_HASH = 12;
    private static final String LOOPBACK = "127\\..*|localhost|::1";

    private final EntityManager entities;
    private final Nodes nodes;
    private final NodeStates states;
    private final JoinTokens tokens;
    private final GroupAccess groups;
    private final AuditTrail audit;
    private final Settings.Nodes settings;
    private final Flash flash;

    NodePages(
            EntityManager entities,
            Nodes nodes,
            NodeStates states,
            JoinTokens tokens,
            GroupAccess groups,
            AuditTrail audit,
            Settings settings,
            Flash flash) {
        this.entities = entities;
        this.nodes = nodes;
        this.states = states;
        this.tokens = tokens;
        this.groups = groups;
        this.audit = audit;
        this.settings = settings.nodes();
        this.flash = flash;
    }

    /** @param state how it does */
    public record Row(JoinedNode node, NodeStates.State state) {
        /** Enough of it to see which nodes serve the same. */
        public String shortHash() {
            return Text.cut(node.configHash, SHOWN_HASH);
        }
    }

    /**
     * How a node is made to join.
     *
     * @param isLocal whether only nodes on this machine reach the control plane
     */
    public record Joining(String group, String command, int port, boolean isLocal) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance nodes(
                Paging<Row> paging, Filters filters, List<RuntimeGroup> groups, boolean hasAny);

        static native TemplateInstance node(Row row, Map<String, String> labels, List<AuditTrail.Line> deeds);

        static native TemplateInstance nodeNew(List<RuntimeGroup> groups, Form form);

        static native TemplateInstance nodeCommand(Joining joining);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        List<RuntimeGroup> all = groups.all();
        Filters filters = Filters.of(HERE, address, "q", "group")
                .only("group", name -> all.stream().anyMatch(group -> group.name.equals(name)));
        Listing listing = new Listing("n", "JoinedNode n join fetch n.runtimeGroup g")
                .where("n.revokedAt is null")
                .where(
                        "g.id in :groups",
                        "groups",
                        all.stream().map(group -> group.id).toList())
                .search(filters.value("q"), "n.hostname", "n.version", "coalesce(n.address, '')");
        if (filters.given().containsKey("group")) listing.where("g.name = :group", "group", filters.value("group"));
        Paging<JoinedNode> paging = listing.page(entities, JoinedNode.class, "n.hostname, n.joinedAt, n.id", filters);
        Map<UUID, NodeStates.State> how = states.of(paging.rows());
        return Templates.nodes(
                paging.map(node -> new Row(node, how.get(node.id))), filters, all, paging.total() > 0 || filters.any());
    }

    @GET
    @Path("new")
    public TemplateInstance blank() {
        return Templates.nodeNew(groups.all(), Form.empty());
    }

    @POST
    @Path("new")
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            RuntimeGroup group = groups.find(form.value("group"))
                    .orElseThrow(() -> new Refused("group", "Choose the runtime group that the node will serve."));
            boolean isLocal = settings.address().matches(LOOPBACK);
            return Answer.once(Templates.nodeCommand(
                    new Joining(group.name, command(tokens.issue(group.id)), settings.port(), isLocal)));
        } catch (Refused refused) {
            return Answer.refused(Templates.nodeNew(groups.all(), form.refused(refused)));
        }
    }

    private String command(String token) {
        return "GATEHOUSE_ROLE=node \\\nGATEHOUSE_CONTROL_PLANE=" + settings.url() + " \\\nGATEHOUSE_JOIN_TOKEN="
                + token + " \\\n./gatehouse start";
    }

    @GET
    @Path("{id}")
    public TemplateInstance one(@PathParam("id") UUID id) {
        JoinedNode node = any(id);
        return Templates.node(
                new Row(node, states.of(List.of(node)).get(id)),
                nodes.labels(node),
                audit.of(Map.of("node", List.of(id)), MOST_DEEDS));
    }

    @POST
    @Path("{id}/remove")
    public Response remove(@PathParam("id") UUID id) {
        any(id);
        flash.success(nodes.remove(id).hostname + " is removed: no control plane talks to it any more.");
        return Redirect.to(HERE);
    }

    /** Not found also when its group is not for this person. */
    private JoinedNode any(UUID id) {
        JoinedNode node = nodes.any(id);
        groups.any(node.runtimeGroup.id.toString());
        return node;
    }
}
