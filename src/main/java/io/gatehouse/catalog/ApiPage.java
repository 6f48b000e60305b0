package io.gatehouse.catalog;

import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.ApiVersion.SourceFormat;
import io.gatehouse.catalog.reference.Gate;
import java.util.List;

/**
 * What all pages of one API version share: the title row, the tabs, and where calls go.
 *
 * @param versions those that this visitor may open, newest first
 * @param tab      {@code overview}, {@code reference}, {@code plans} or {@code docs}
 * @param preview  whether an operator looks at it from the console, where drafts are seen, too
 */
public record ApiPage(ApiVersion version, List<ApiVersion> versions, String tab, Gate gate, boolean preview) {
    public static final String PREVIEW = "/console/preview/";

    /** Address of the version, without a slash at its end. */
    public String path() {
        return path(version);
    }

    public String path(ApiVersion other) {
        return (preview ? PREVIEW : "/apis/") + version.api.slug + "/" + other.label;
    }

    public String specFile() {
        return version.sourceFormat == SourceFormat.JSON ? "spec.json" : "spec.yaml";
    }

    /** The bytes as they were uploaded. */
    public String originalFile() {
        return specFile().replace("spec", "original");
    }

    public boolean isDeprecated() {
        return version.lifecycle == Lifecycle.DEPRECATED;
    }

    /** Where to go from a version that is old; null when there is nothing newer that is published. */
    public ApiVersion successor() {
        ApiVersion newest = versions.get(0);
        return newest == version || newest.lifecycle != Lifecycle.PUBLISHED ? null : newest;
    }

    /** The version to offer in place of a retired one; null when there is none. */
    public ApiVersion current() {
        ApiVersion newest = versions.get(0);
        return newest.lifecycle == Lifecycle.PUBLISHED || newest.lifecycle == Lifecycle.DEPRECATED ? newest : null;
    }

    public List<String> tags() {
        return Card.tags(version.api);
    }

    /** The list of APIs with this tag. */
    public String tagLink(String tag) {
        return new Shelf.Wish("", List.of(tag), List.of()).link();
    }

    /** Whether one can register for it. */
    public boolean isOpen() {
        return !preview && gate.served() && (version.lifecycle == Lifecycle.PUBLISHED || isDeprecated());
    }
}
