package io.gatehouse.application;

import io.gatehouse.identity.Viewer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Tells the page of a new key when its first call came. */
@Path("/apps/{id}/keys/{key}/last-call")
@RolesAllowed("developer")
@Produces(MediaType.APPLICATION_JSON)
public class KeyUseApi {
    private final Applications applications;
    private final Credentials credentials;
    private final Traffic traffic;
    private final Viewer viewer;

    KeyUseApi(Applications applications, Credentials credentials, Traffic traffic, Viewer viewer) {
        this.applications = applications;
        this.credentials = credentials;
        this.traffic = traffic;
        this.viewer = viewer;
    }

    /** The call, or no content as long as there was none. */
    @GET
    public Response lastCall(@PathParam("id") UUID id, @PathParam("key") UUID keyId) {
        applications.owned(viewer.developerId(), id);
        credentials.one(id, keyId);
        return traffic.lastCall(id, keyId)
                .map(Response::ok)
                .orElseGet(Response::noContent)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
