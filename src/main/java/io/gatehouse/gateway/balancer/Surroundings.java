package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.dns.SrvNames;
import java.time.InstantSource;

/** What balancers need of the world: somebody who knows names, and the time. */
public record Surroundings(SrvNames names, InstantSource clock) {}
