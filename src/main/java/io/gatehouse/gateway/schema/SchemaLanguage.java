package io.gatehouse.gateway.schema;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.Locale;

/** The kinds of JSON Schema that we read. */
public enum SchemaLanguage {
    DRAFT4(Dialects.getDraft4()),
    DRAFT6(Dialects.getDraft6()),
    DRAFT7(Dialects.getDraft7()),
    DRAFT201909(Dialects.getDraft201909()),
    DRAFT202012(Dialects.getDraft202012()),
    /** Also for Swagger 2.0, whose schemas are a part of it. */
    OPENAPI30(Dialects.getOpenApi30()),
    OPENAPI31(Dialects.getOpenApi31());

    private final Dialect dialect;

    SchemaLanguage(Dialect known) {
        // What only the server says need not be sent, and may be: many clients send back what they got.
        dialect = Dialect.builder(known)
                .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
                .keyword(new NonValidationKeyword("readOnly"))
                .keyword(new NonValidationKeyword("writeOnly"))
                .keyword(new NonValidationKeyword("discriminator"))
                .format(IntegerFormat.INT32)
                .format(IntegerFormat.INT64)
                .build();
    }

    /** Loads nothing, from nowhere: a schema is what stands in front of us. */
    SchemaRegistry registry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .failFast(true)
                .formatAssertionsEnabled(true)
                .losslessNarrowing(this != DRAFT4)
                .locale(Locale.ENGLISH)
                .regularExpressionFactory(EcmaRegex::compile)
                .executionContextCustomizer((context, schema) -> context.executionConfig(how -> how.readOnly(true)))
                .build();
        return SchemaRegistry.withDialect(
                dialect, with -> with.schemaRegistryConfig(config).schemaLoader(loader -> loader.block(any -> true)));
    }

    SpecificationVersion specification() {
        return dialect.getSpecificationVersion();
    }

    /** The schema of schemas; it comes with the library. */
    SchemaLocation metaSchema() {
        return SchemaLocation.of(specification().getDialectId());
    }
}
