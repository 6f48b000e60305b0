package io.gatehouse.console;

import io.gatehouse.application.ApiKey;
import io.gatehouse.application.Application;
import io.gatehouse.application.Credentials;
import io.gatehouse.gateway.credential.KeyFormat;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Consumes;
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
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestQuery;

/** All keys of all applications, so that a leaked one is found by what is left of it and revoked at once. */
@Path("/console/keys")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class KeyListPages {
    private static final Pattern WHOLE_KEY = Pattern.compile(KeyFormat.PATTERN);

    private final EntityManager entities;
    private final Credentials credentials;
    private final Flash flash;

    KeyListPages(EntityManager entities, Credentials credentials, Flash flash) {
        this.entities = entities;
        this.credentials = credentials;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance keys(Paging<ApiKey> keys, Filters filters, Form form);
    }

    @GET
    public Response list(@Context UriInfo address) {
        Filters filters = Filters.of("/console/keys", address, "q", "state")
                .only("state", Set.of("live", "expired", "revoked")::contains);
        Matcher whole = WHOLE_KEY.matcher(filters.value("q"));
        if (whole.find()) return Redirect.to("/console/keys?q=" + shown(whole.group()));
        Listing listing = new Listing("k", "ApiKey k join fetch k.application a join fetch a.owner o")
                .where("a.state <> :deleted", "deleted", Application.State.DELETED)
                .search(filters.value("q"), "k.name", "k.prefix", "k.lastFour", "a.name", "o.email");
        switch (filters.value("state")) {
            case "live" ->
                listing.where(
                        "k.revokedAt is null and (k.expiresAt is null or k.expiresAt > :now)", "now", Instant.now());
            case "expired" -> listing.where("k.revokedAt is null and k.expiresAt <= :now", "now", Instant.now());
            case "revoked" -> listing.where("k.revokedAt is not null");
            default -> {}
        }
        Paging<ApiKey> keys = listing.page(entities, ApiKey.class, "k.createdAt desc, k.id", filters);
        return Response.ok(Templates.keys(keys, filters, Form.empty())).build();
    }

    /** Somebody pasted a whole key: what we know it by is enough to find it, and all that our page repeats. */
    private static String shown(String key) {
        return KeyFormat.prefixOf(key) + "+" + KeyFormat.lastFourOf(key);
    }

    @POST
    @Path("{id}/revoke")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response revoke(@PathParam("id") UUID id, @RestQuery String back, MultivaluedMap<String, String> typed) {
        try {
            flash.success(AppPages.revoked(credentials.revoke(id, Form.of(typed).value("reason"))));
        } catch (Refused refused) {
            flash.problem(refused.getMessage());
        }
        return Redirect.to(Redirect.ownPath(back, "/console/keys"));
    }
}
