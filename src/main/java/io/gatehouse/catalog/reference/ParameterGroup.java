package io.gatehouse.catalog.reference;

import java.util.List;

/** Parameters that stand in one place of the request, such as its path. */
public record ParameterGroup(String title, List<SchemaRow> rows) {}
