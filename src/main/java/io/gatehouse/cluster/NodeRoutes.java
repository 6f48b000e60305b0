package io.gatehouse.cluster;

import java.util.List;

/** A part of what nodes can call. */
interface NodeRoutes {
    List<NodeRoute> routes();
}
