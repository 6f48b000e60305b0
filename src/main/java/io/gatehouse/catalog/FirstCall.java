package io.gatehouse.catalog;

import io.gatehouse.catalog.reference.Gate;
import io.gatehouse.catalog.reference.OperationReader;
import io.gatehouse.catalog.sample.Language;
import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.Comparator;
import java.util.Optional;

/** The call that a newcomer makes first: one that reads something and asks for as little as possible. */
public record FirstCall(Operation operation, String curl) {

    static Optional<FirstCall> of(Spec spec, Gate gate) {
        return spec.operations().stream()
                .filter(operation -> !operation.webhook())
                .min(Comparator.comparingInt(FirstCall::effort)
                        .thenComparing(operation -> operation.path().length()))
                .map(operation -> new FirstCall(
                        operation,
                        Language.ALL
                                .get(0)
                                .write(OperationReader.read(spec, operation, gate)
                                        .call())));
    }

    private static int effort(Operation operation) {
        int method = switch (operation.method()) {
            case "GET" -> 0;
            case "POST" -> 20;
            default -> 40;
        };
        int variables = (int) operation.path().chars().filter(c -> c == '{').count();
        int asked = 0;
        for (Node parameter : operation.node().at("parameters").items()) {
            asked += parameter.at("required").isTrue() ? 1 : 0;
        }
        return method + 4 * variables + 2 * asked + (operation.deprecated() ? 60 : 0);
    }
}
