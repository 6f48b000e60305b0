package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Service;

/** The address of a service in one line, as people write it. */
final class ServiceAddress {
    private ServiceAddress() {}

    static String of(Service service) {
        int usual = service.isSecure() ? 443 : 80;
        String port = service.port() == usual ? "" : ":" + service.port();
        String path = service.path() == null ? "" : service.path();
        return service.protocol() + "://" + service.host() + port + path;
    }
}
