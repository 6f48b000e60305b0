package io.gatehouse.gateway.router;

import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;

/**
 * The route that a request takes.
 *
 * @param service null for a route without one
 * @param matchedPath the part of the request's path that the route's path stands for; null when the route names no path
 * @param captures what a regular expression caught
 */
public record Match(Route route, Service service, String matchedPath, Captures captures) {}
