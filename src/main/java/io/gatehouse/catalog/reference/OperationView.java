package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.sample.Call;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.List;

/**
 * Everything that the page of one operation shows.
 *
 * @param prefix what the gateway puts before the path; empty for a webhook
 * @param body   null when nothing is sent
 * @param call   null for a webhook, which the API calls
 */
public record OperationView(
        Operation operation,
        String prefix,
        List<ParameterGroup> parameters,
        BodyView body,
        List<ResponseView> responses,
        List<CallbackView> callbacks,
        List<String> scopes,
        String moreUrl,
        Call call) {
    private static final int LONGEST_DESCRIPTION = 40_000;

    /** Markdown, clipped: a description may have megabytes. Of a summary that is no title, the text comes first. */
    public String description() {
        String summary = operation.summary().strip();
        boolean told = operation.description().startsWith(summary)
                || summary.length() <= operation.title().length() + 1;
        String all = told ? operation.description() : summary + "\n\n" + operation.description();
        return all.length() > LONGEST_DESCRIPTION ? all.substring(0, LONGEST_DESCRIPTION) + "…" : all;
    }

    /** The answer that is shown open: the first one that has an example. */
    public boolean isFirstExample(ResponseView response) {
        return responses.stream()
                        .filter(each -> each.example() != null)
                        .findFirst()
                        .orElse(null)
                == response;
    }

    /** What a webhook sends; null when that is not known. */
    public ExampleText bodyExample() {
        return body == null
                ? null
                : body.preferred()
                        .map(MediaView::examples)
                        .filter(examples -> !examples.isEmpty())
                        .map(examples -> examples.get(0))
                        .orElse(null);
    }
}
