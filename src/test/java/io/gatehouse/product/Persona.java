package io.gatehouse.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** Who sits in front of the browser. */
enum Persona {
    VISITOR,
    DEVELOPER,
    OPERATOR;

    /** Where a walk through all pages of this persona begins. */
    List<String> entrances() {
        return switch (this) {
            case VISITOR -> List.of("/", "/sign-up", "/sign-in", "/forgot-password", "/mailbox", "/console/sign-in");
            case DEVELOPER -> List.of("/", "/apps", "/account");
            case OPERATOR -> List.of("/console", "/console/style", "/console/publish");
        };
    }

    boolean follows(String link) {
        return link.startsWith("/console") == (this == OPERATOR);
    }

    /** Signs in with the demo's account, if this persona has one. */
    void signIn(BrowserContext context, RunningGatehouse gatehouse) {
        if (this == VISITOR) return;
        JsonNode account = gatehouse.demoFile().path(this == DEVELOPER ? "developer" : "operator");
        try (Page page = context.newPage()) {
            page.navigate(gatehouse
                    .portal(this == DEVELOPER ? "/sign-in" : "/console/sign-in")
                    .toString());
            page.getByLabel("E-mail").fill(account.path("email").asText());
            page.getByLabel("Password").fill(account.path("password").asText());
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                    .last()
                    .click();
            page.waitForURL(url -> !url.contains("sign-in"));
        }
    }
}
