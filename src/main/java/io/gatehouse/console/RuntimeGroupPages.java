package io.gatehouse.console;

import io.gatehouse.controlplane.GroupAccess;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The runtime groups: the environments and regions that have a gateway configuration each. */
@Path("/console/runtime-groups")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class RuntimeGroupPages {
    private static final String HERE = "/console/runtime-groups";

    private final GroupAccess access;
    private final RuntimeGroups groups;
    private final Flash flash;

    RuntimeGroupPages(GroupAccess access, RuntimeGroups groups, Flash flash) {
        this.access = access;
        this.groups = groups;
        this.flash = flash;
    }

    /** @param at what the addresses of its configuration's pages begin with */
    public record Row(RuntimeGroup group, String at, long services, long routes, long plugins, long consumers) {
        static Row of(RuntimeGroup group, Map<String, Long> kinds) {
            return new Row(
                    group,
                    ChosenGroup.at(group.name),
                    kinds.getOrDefault("services", 0L),
                    kinds.getOrDefault("routes", 0L),
                    kinds.getOrDefault("plugins", 0L),
                    kinds.getOrDefault("consumers", 0L));
        }
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance runtimeGroups(List<Row> groups);

        static native TemplateInstance runtimeGroup(Row group, RuntimeGroups.Content content, Form form);
    }

    @GET
    public TemplateInstance list() {
        List<RuntimeGroup> all = access.all();
        Map<UUID, Map<String, Long>> kinds =
                groups.kinds(all.stream().map(group -> group.id).toList());
        return Templates.runtimeGroups(all.stream()
                .map(group -> Row.of(group, kinds.getOrDefault(group.id, Map.of())))
                .toList());
    }

    @GET
    @Path("new")
    public TemplateInstance blank() {
        return Templates.runtimeGroup(null, null, Form.empty());
    }

    @POST
    @Path("new")
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            RuntimeGroup group = groups.create(UUID.randomUUID(), terms(form));
            flash.success("The runtime group exists, and is empty.");
            return Redirect.to(HERE + "/" + group.name);
        } catch (Refused refused) {
            return Answer.refused(Templates.runtimeGroup(null, null, form.refused(refused)));
        }
    }

    @GET
    @Path("{name}")
    public TemplateInstance edit(String name) {
        RuntimeGroup group = access.any(name);
        return page(
                group,
                Form.empty()
                        .with("name", group.name)
                        .with("region", group.region)
                        .with("proxy_url", group.proxyUrl)
                        .with("labels", text(group.labels)));
    }

    @POST
    @Path("{name}")
    public Response change(String name, MultivaluedMap<String, String> typed) {
        RuntimeGroup group = access.any(name);
        Form form = Form.of(typed);
        try {
            RuntimeGroup changed = groups.change(group.id, terms(form));
            flash.success("Saved.");
            return Redirect.to(HERE + "/" + changed.name);
        } catch (Refused refused) {
            return Answer.refused(page(group, form.refused(refused)));
        }
    }

    @POST
    @Path("{name}/delete")
    public Response delete(String name, MultivaluedMap<String, String> typed) {
        RuntimeGroup group = access.any(name);
        try {
            groups.delete(group.id, Form.of(typed).has("content", "true"));
            flash.success("The runtime group “" + group.name + "” is deleted.");
            return Redirect.to(HERE);
        } catch (Refused refused) {
            flash.problem(refused.getMessage());
            return Redirect.to(HERE + "/" + group.name);
        }
    }

    private TemplateInstance page(RuntimeGroup group, Form form) {
        RuntimeGroups.Content content = groups.content(group.id);
        return Templates.runtimeGroup(Row.of(group, content.kinds()), content, form);
    }

    private static RuntimeGroups.Terms terms(Form form) {
        return new RuntimeGroups.Terms(
                form.value("name"), form.value("region"), form.value("proxy_url"), labels(form.value("labels")));
    }

    /** One a line, the name before the first {@code =}. */
    private static Map<String, String> labels(String typed) {
        Map<String, String> labels = new LinkedHashMap<>();
        typed.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) throw new Refused("labels", "Write one label a line, as “tier=gold”.");
            labels.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        });
        return labels;
    }

    private static String text(Map<String, String> labels) {
        StringBuilder text = new StringBuilder();
        labels.forEach((label, content) ->
                text.append(label).append('=').append(content).append('\n'));
        return text.toString();
    }
}
