package io.gatehouse.console;

import io.gatehouse.application.Plan;
import java.util.UUID;

/** A plan to tick, with what it grants in one line. */
public record PlanChoice(UUID id, String title, String limit, String terms) {
    static PlanChoice of(Plan plan) {
        String approval = plan.approval == Plan.Approval.AUTO ? "approved at once" : "approved by an operator";
        String price = plan.price.isBlank() ? "" : " · " + plan.price;
        String limit = LimitText.of(plan.requestLimit, plan.windowSeconds);
        return new PlanChoice(plan.id, plan.title, limit, limit + " · " + approval + price);
    }

    /** The id as forms carry it. */
    public String key() {
        return id.toString();
    }
}
