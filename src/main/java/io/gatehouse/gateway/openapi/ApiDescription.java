package io.gatehouse.gateway.openapi;

import java.util.List;

/** A description of an API that was read, and what was compiled of it: each part when the first plugin needs it, and then for all. */
public final class ApiDescription {

    private final ApiDocument document;
    private PathTree<RequestRule> requestRules;
    private PathTree<MockedOperation> mockedOperations;

    private ApiDescription(ApiDocument document) {
        this.document = document;
    }

    /** @throws IllegalArgumentException with a message for the operator */
    public static ApiDescription read(String text) {
        return new ApiDescription(ApiDocument.read(text));
    }

    List<String> basePaths() {
        return document.basePaths();
    }

    /** @throws IllegalArgumentException with a message for the operator */
    synchronized PathTree<RequestRule> requestRules() {
        if (requestRules == null) requestRules = RequestRules.of(document);
        return requestRules;
    }

    synchronized PathTree<MockedOperation> mockedOperations() {
        if (mockedOperations == null) mockedOperations = MockedResponses.of(document);
        return mockedOperations;
    }
}
