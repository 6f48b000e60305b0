package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.SpecParser;
import java.nio.charset.StandardCharsets;

/** Small documents for tests, written as YAML. */
final class Documents {
    private Documents() {}

    static Spec spec(String yaml) {
        return new SpecParser().read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    /** A document of these schemas. */
    static Spec schemas(String openapi, String schemas) {
        return spec("openapi: " + openapi + "\ninfo: {title: Test, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
                + schemas.indent(4));
    }

    static Node schema(Spec spec, String name) {
        return spec.root().at("components").at("schemas").at(name);
    }

    static SchemaRow tree(Spec spec, String name, Direction direction, int rows) {
        return SchemaTree.of(schema(spec, name), new Refs(spec.root()), direction, new SchemaTree.Allowance(rows));
    }

    static SchemaRow tree(Spec spec, String name) {
        return tree(spec, name, Direction.BOTH, 500);
    }
}
