package io.gatehouse.console;

import io.gatehouse.web.Flash;
import java.util.UUID;

/** Says with the good news how much there is to mend in a spec, and where: nobody looks for remarks after publishing. */
final class Remarks {
    private Remarks() {}

    /**
     * @param done such as {@code Published}
     * @param more a sentence on what follows from it; may be empty
     */
    static void tell(Flash flash, String done, String more, UUID versionId, int remarks) {
        String after = more.isEmpty() ? "" : " " + more;
        if (remarks == 0) flash.success(done + "." + after);
        else
            flash.success(
                    done + ", with " + (remarks == 1 ? "1 remark." : remarks + " remarks.") + after,
                    "/console/versions/" + versionId + "/spec?remarks=true",
                    "Show the remarks");
    }
}
