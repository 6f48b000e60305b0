package io.gatehouse.identity;

import io.gatehouse.settings.Settings;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** While there is no operator, prints a link at each start with which the first one is made. There is no default password. */
@Singleton
class FirstOperator {
    private static final Logger LOG = Logger.getLogger(FirstOperator.class);
    private static final int AFTER_THE_DEMO = 10_000;

    void invite(
            @Observes @Priority(AFTER_THE_DEMO) StartupEvent start,
            Operators operators,
            OneTimeTokens tokens,
            Settings settings) {
        if (!operators.isEmpty()) return;
        LOG.infof(
                "There is no operator yet. Make the first one here, within 24 hours: %s/console/setup/%s",
                settings.portal().url().toString().replaceAll("/$", ""),
                tokens.issue(OneTimeToken.Purpose.FIRST_OPERATOR, null));
    }
}
