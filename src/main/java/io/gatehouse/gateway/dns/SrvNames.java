package io.gatehouse.gateway.dns;

import io.vertx.core.Future;

/** Which names stand for services, and where these are. */
public interface SrvNames {
    /** For whoever only checks a configuration. */
    SrvNames NONE = new SrvNames() {
        @Override
        public boolean isAsked(String host) {
            return false;
        }

        @Override
        public Future<SrvAnswer> srv(String host) {
            return Future.failedFuture("nobody is asked");
        }
    };

    /** Whether a name is asked for SRV records even where its upstream does not say so. */
    boolean isAsked(String host);

    /** Fails when there are none, and when nobody knows. */
    Future<SrvAnswer> srv(String host);
}
