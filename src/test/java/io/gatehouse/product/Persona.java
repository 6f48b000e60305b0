package io.gatehouse.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** Who sits in front of the browser. */
enum Persona {
    VISITOR,
    DEVELOPER,
    OPERATOR;

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
