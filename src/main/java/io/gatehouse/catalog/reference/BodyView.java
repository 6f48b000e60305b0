package io.gatehouse.catalog.reference;

import java.util.List;
import java.util.Optional;

/**
 * What is sent.
 *
 * @param note why nothing is known of it; empty when all is well
 */
public record BodyView(String description, boolean required, List<MediaView> media, String note) {

    /** The format that samples use: JSON where there is a choice. */
    Optional<MediaView> preferred() {
        return media.stream()
                .filter(each -> each.format().isJson())
                .findFirst()
                .or(() -> media.stream().findFirst());
    }
}
