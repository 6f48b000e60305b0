package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where in a request a parameter stands. */
public enum ParameterPlace {
    @JsonProperty("header")
    HEADER("header", ParameterStyle.SIMPLE),
    @JsonProperty("path")
    PATH("path", ParameterStyle.SIMPLE),
    @JsonProperty("query")
    QUERY("query", ParameterStyle.FORM);

    private final String word;
    private final ParameterStyle usualStyle;

    ParameterPlace(String word, ParameterStyle usualStyle) {
        this.word = word;
        this.usualStyle = usualStyle;
    }

    public String word() {
        return word;
    }

    ParameterStyle usualStyle() {
        return usualStyle;
    }
}
