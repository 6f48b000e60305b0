package io.gatehouse.controlplane;

import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.settings.Settings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The plugins that this installation knows: for the compiler, the pages and the Admin API alike. */
class PluginsInUse {
    @Produces
    @Singleton
    Plugins plugins(Settings settings) {
        return LocalNode.plugins(settings);
    }
}
