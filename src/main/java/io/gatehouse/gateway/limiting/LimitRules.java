package io.gatehouse.gateway.limiting;

import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.plugin.Exchange;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a plugin that limits was told, settled once.
 *
 * @param scope the first part of the counters' names
 * @param limits shortest period first
 * @param by together they name a caller
 * @param countsRefused whether refused requests are counted all the same
 * @param retryJitter the most seconds that are added to Retry-After by chance
 */
public record LimitRules(
        String scope,
        List<Limit> limits,
        List<LimitBy> by,
        String headerName,
        String path,
        boolean countsRefused,
        boolean hidesHeaders,
        int retryJitter,
        int errorCode,
        String errorMessage) {

    String caller(Exchange exchange) {
        return by.size() == 1
                ? by.get(0).caller(exchange, headerName, path)
                : by.stream()
                        .map(each -> each.caller(exchange, headerName, path))
                        .collect(Collectors.joining("|"));
    }
}
