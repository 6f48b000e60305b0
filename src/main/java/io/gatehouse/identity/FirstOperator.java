package io.gatehouse.identity;

import io.gatehouse.settings.Settings;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * While there is no operator, prints a link at each start with which the first one is made. There is no default password. When it is asked
 * for, also later: the way back in for those who have forgotten theirs.
 */
@Singleton
class FirstOperator {
    private static final Logger LOG = Logger.getLogger(FirstOperator.class);
    private static final int AFTER_THE_DEMO = 10_000;

    void invite(
            @Observes @Priority(AFTER_THE_DEMO) StartupEvent start,
            Operators operators,
            OneTimeTokens tokens,
            Settings settings) {
        boolean isFirst = operators.isEmpty();
        if (!isFirst && !settings.operatorLink()) return;
        LOG.infof(
                "%s here, once, within 24 hours: %s/console/setup/%s",
                isFirst ? "There is no operator yet. Make the first one" : "Make another operator",
                settings.portal().url().toString().replaceAll("/$", ""),
                tokens.issue(OneTimeToken.Purpose.FIRST_OPERATOR, null));
    }
}
