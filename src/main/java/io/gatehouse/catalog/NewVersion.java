package io.gatehouse.catalog;

import java.util.UUID;

/**
 * What somebody who publishes gives. The names of its parts are the fields that {@link Publisher} refuses at.
 *
 * @param apiName name of the API for people
 * @param slug    name of the API in URLs, made from the name when null; an API that exists gets one version more, and keeps
 *                its own summary, tags and visibility
 * @param summary one or two lines of plain text; the beginning of the spec's description when blank
 * @param tags    words separated by commas
 * @param label   name of the version in URLs, such as {@code v1}
 * @param source  the spec, byte for byte
 * @param docs    Markdown, may be blank
 * @param runtimeGroupId where it is implemented
 */
public record NewVersion(
        String apiName,
        String slug,
        String summary,
        String tags,
        Api.Visibility visibility,
        String label,
        byte[] source,
        String docs,
        UUID runtimeGroupId) {

    /** In the runtime group that comes with the schema. */
    public NewVersion(
            String apiName,
            String slug,
            String summary,
            String tags,
            Api.Visibility visibility,
            String label,
            byte[] source,
            String docs) {
        this(apiName, slug, summary, tags, visibility, label, source, docs, ApiVersion.DEFAULT_RUNTIME_GROUP);
    }
}
