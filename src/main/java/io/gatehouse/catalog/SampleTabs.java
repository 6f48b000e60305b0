package io.gatehouse.catalog;

import io.gatehouse.catalog.sample.Call;
import io.gatehouse.catalog.sample.Language;
import java.util.List;

/** One call in all languages; the one that the visitor used last is in front. */
public record SampleTabs(List<Tab> tabs) {
    public record Tab(String id, String label, String code, boolean front) {}

    /**
     * @param call   null when there is nothing to call
     * @param chosen name of a language; anything else means the first
     */
    static SampleTabs of(Call call, String chosen) {
        if (call == null) {
            return new SampleTabs(List.of());
        }
        String front = Language.ALL.stream()
                .map(Language::id)
                .filter(id -> id.equals(chosen))
                .findFirst()
                .orElse(Language.ALL.get(0).id());
        return new SampleTabs(Language.ALL.stream()
                .map(language -> new Tab(
                        language.id(),
                        language.label(),
                        language.write(call),
                        language.id().equals(front)))
                .toList());
    }

    public boolean isEmpty() {
        return tabs.isEmpty();
    }
}
