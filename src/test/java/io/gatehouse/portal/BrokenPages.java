package io.gatehouse.portal;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLTransientConnectionException;

/** Pages that fail, for tests. */
@Path("/test")
@PermitAll
public class BrokenPages {
    @GET
    @Path("broken")
    public String broken() {
        throw new IllegalStateException("a secret of the inside");
    }

    @GET
    @Path("without-database")
    public String withoutDatabase() {
        throw new IllegalStateException(new SQLTransientConnectionException("gone", "08001"));
    }
}
