package io.gatehouse.admin;

import io.gatehouse.identity.AdminToken;
import io.gatehouse.rights.Area;
import io.gatehouse.rights.Rights;
import java.util.UUID;

/**
 * Who calls the Admin API.
 *
 * @param id of the token; null for the one that was made at the first start
 */
record AdminCaller(UUID id, String name, Rights rights) {
    static final AdminCaller MASTER = new AdminCaller(null, "Admin API", Rights.EVERYTHING);

    static AdminCaller of(AdminToken token) {
        return new AdminCaller(token.id, "Admin API, " + token.name, token.rights);
    }

    boolean mayWrite() {
        return rights.mayChange(Area.GATEWAY);
    }
}
