package io.gatehouse.gateway.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The responses that a description has for an operation: by status, by range of statuses ({@code 4XX}), and for all others. */
public final class MockedOperation {

    private static final int OK = 200;
    private static final int HUNDRED = 100;

    private final Map<String, MockedResponse> responses;

    MockedOperation(Map<String, MockedResponse> responses) {
        this.responses = responses;
    }

    /** Null if there is none for the status. */
    public MockedResponse response(int status) {
        MockedResponse exact = responses.get(Integer.toString(status));
        MockedResponse range = responses.get(status / HUNDRED + "XX");
        return exact != null ? exact : range != null ? range : responses.get("default");
    }

    /**
     * The statuses that may be answered, lowest first: those that the description names, or else what it has a response for.
     *
     * @param included those that may be answered at all; empty for no restriction
     */
    public List<Integer> statuses(Set<Integer> included) {
        List<Integer> named = named(included);
        if (!named.isEmpty()) return named;
        List<Integer> covered = included.isEmpty() ? usual() : List.copyOf(included);
        return covered.stream()
                .filter(status -> response(status) != null)
                .sorted()
                .toList();
    }

    private List<Integer> named(Set<Integer> included) {
        return responses.keySet().stream()
                .filter(name -> name.matches("[2-5]\\d\\d"))
                .map(Integer::valueOf)
                .filter(status -> included.isEmpty() || included.contains(status))
                .sorted()
                .toList();
    }

    /** The first status of each range, and the one that everybody hopes for. */
    private List<Integer> usual() {
        List<Integer> statuses = new ArrayList<>();
        for (String name : responses.keySet())
            if (name.endsWith("XX")) statuses.add(Integer.parseInt(name.substring(0, 1)) * HUNDRED);
        return statuses.isEmpty() ? List.of(OK) : statuses;
    }
}
