package io.gatehouse.db;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Locale;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * Keeps the migrations of this database's vendor and the common ones. The list of locations is fixed when the artifact
 * is built and its scanner runs before any customizer, so the choice is made where Flyway asks for resources.
 */
@Singleton
public class VendorMigrations implements FlywayConfigurationCustomizer {
    @Override
    public void customize(FluentConfiguration configuration) {
        String mine = "db/migration/" + Vendor.current().name().toLowerCase(Locale.ROOT) + "/";
        ResourceProvider all = configuration.getResourceProvider();
        configuration.resourceProvider(new ResourceProvider() {
            @Override
            public LoadableResource getResource(String name) {
                return all.getResource(name);
            }

            @Override
            public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
                return all.getResources(prefix, suffixes).stream()
                        .filter(resource -> resource.getAbsolutePath().startsWith("db/migration/common/")
                                || resource.getAbsolutePath().startsWith(mine))
                        .toList();
            }
        });
    }
}
