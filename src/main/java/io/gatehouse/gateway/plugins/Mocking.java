package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.openapi.ApiDescriptions;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.LongText;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;

/** Answers in place of the upstream with what the description of the API shows, so that clients can be written before there is one. */
public final class Mocking extends NamedPlugin<Mocking.Config> {

    private static final int PRIORITY = -1;

    private final ApiDescriptions descriptions;

    @Doc(
            "Answers with the examples of an OpenAPI (3.0, 3.1) or Swagger (2.0) description of the API, and never asks the upstream; where"
                    + " there is no example, with one that is made of the schema, the same every time. For a service that serves an API version,"
                    + " leave api_specification empty: the spec that is published in the portal is used. Headers of a request choose its answer:"
                    + " X-Kong-Mocking-Status-Code, X-Kong-Mocking-Example-Id (a name of an example) and X-Kong-Mocking-Delay (milliseconds up to"
                    + " 10000); Accept chooses its type. All answers carry X-Kong-Mocking-Plugin.")
    public record Config(
            @Doc("The description of the API, JSON or YAML.") @LongText
            String apiSpecification,

            @Doc(value = "Not supported: put the text into api_specification.", onlyInFiles = true)
            String apiSpecificationFilename,

            @Doc(
                    "Whether paths of the description count with the base path of the API in front only. Otherwise it may be left out.")
            Boolean includeBasePath,

            @Doc("Base path in place of that of the description, if it counts.")
            String customBasePath,

            @Doc("The only statuses that are answered; empty for all that the description has.")
            List<@NotNull @Min(200) @Max(599) Integer> includedStatusCodes,

            @Doc("Answers with any status that the description has for the operation, in place of the lowest.")
            Boolean randomStatusCode,

            @Doc("Answers with any example, in place of the first.")
            Boolean randomExamples,

            @Doc("Lets requests wait for a random time before they are answered.")
            Boolean randomDelay,

            @Doc("The shortest random time, in seconds.") @PositiveOrZero
            BigDecimal minDelayTime,

            @Doc("The longest random time, in seconds.") @PositiveOrZero @DecimalMax("60")
            BigDecimal maxDelayTime)
            implements ConfigRules {

        public Config {
            includeBasePath = includeBasePath == null ? Boolean.FALSE : includeBasePath;
            includedStatusCodes = includedStatusCodes == null ? null : List.copyOf(includedStatusCodes);
            randomStatusCode = randomStatusCode == null ? Boolean.FALSE : randomStatusCode;
            randomExamples = randomExamples == null ? Boolean.FALSE : randomExamples;
            randomDelay = randomDelay == null ? Boolean.FALSE : randomDelay;
            minDelayTime = minDelayTime == null ? new BigDecimal("0.001") : minDelayTime;
            maxDelayTime = maxDelayTime == null ? BigDecimal.ONE : maxDelayTime;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (apiSpecificationFilename != null) {
                broken.accept(
                        "api_specification_filename",
                        "files are not read: put the text into api_specification, or leave that empty for a service that serves an API version");
            }
            if (minDelayTime.compareTo(maxDelayTime) > 0) {
                broken.accept("max_delay_time", "must not be less than min_delay_time");
            }
        }
    }

    /** @param descriptions shared with others that read them */
    public Mocking(ApiDescriptions descriptions) {
        super("mocking", PRIORITY, Config.class);
        this.descriptions = descriptions;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        if (config.apiSpecification() == null)
            throw new IllegalArgumentException(
                    "api_specification must be set; it may be empty only for a service that serves an API"
                            + " version, whose published spec is used then");
        return new MockingFilter(config, descriptions.of(config.apiSpecification()));
    }
}
