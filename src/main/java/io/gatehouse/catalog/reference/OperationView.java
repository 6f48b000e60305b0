package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.sample.Call;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.List;

/**
 * Everything that the page of one operation shows.
 *
 * @param body null when nothing is sent
 * @param call null for a webhook, which the API calls
 */
public record OperationView(
        Operation operation,
        List<ParameterGroup> parameters,
        BodyView body,
        List<ResponseView> responses,
        List<CallbackView> callbacks,
        List<String> scopes,
        String moreUrl,
        Call call) {}
