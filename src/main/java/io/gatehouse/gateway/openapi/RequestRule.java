package io.gatehouse.gateway.openapi;

import java.util.List;

/**
 * What requests for one operation must be like.
 *
 * @param body null where the description says nothing of one
 */
public record RequestRule(List<Parameter> parameters, BodyRule body) {}
