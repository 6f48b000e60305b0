package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A configuration on its way to a control plane.
 *
 * @param file that it stands in, null if it comes from another control plane
 * @param tags that limit what it speaks of; none for everything
 * @param prunes whether what it does not name goes
 */
record Sending(JsonNode document, StateFile file, List<String> tags, boolean prunes) {

    /** Where something stands, in words that its author knows. */
    String place(String path) {
        return file == null ? path + ": " : file.place(path);
    }
}
