package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a parameter that holds several values is written, in OpenAPI's words. */
public enum ParameterStyle {
    @JsonProperty("deepObject")
    DEEP_OBJECT,
    @JsonProperty("form")
    FORM,
    @JsonProperty("label")
    LABEL,
    @JsonProperty("matrix")
    MATRIX,
    @JsonProperty("pipeDelimited")
    PIPE_DELIMITED,
    @JsonProperty("simple")
    SIMPLE,
    @JsonProperty("spaceDelimited")
    SPACE_DELIMITED
}
