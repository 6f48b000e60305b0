package io.gatehouse.cluster;

import java.io.IOException;

/**
 * A call that nodes can make.
 *
 * @param mostBytes that its body may have
 * @param isForMembers whether only nodes that have joined may make it
 * @param isLong whether it may take as long as a slow network takes for a whole configuration
 * @param work what is done, on a thread that may block
 */
record NodeRoute(String method, String path, int mostBytes, boolean isForMembers, boolean isLong, Work work) {
    private static final int USUAL_BYTES = 64 << 10;

    /** @see #run */
    @FunctionalInterface
    interface Work {
        /**
         * @param member who calls; null where anybody may
         * @return what is left to do on the event loop of the call
         */
        Runnable run(NodeCall call, Member member) throws IOException;
    }

    static NodeRoute post(String path, Work work) {
        return new NodeRoute("POST", path, USUAL_BYTES, true, false, work);
    }

    /** A call that hands out what may be large. */
    static NodeRoute get(String path, Work work) {
        return new NodeRoute("GET", path, 0, true, true, work);
    }

    NodeRoute forAnybody() {
        return new NodeRoute(method, path, mostBytes, false, isLong, work);
    }

    NodeRoute withBytes(int most) {
        return new NodeRoute(method, path, most, isForMembers, isLong, work);
    }
}
