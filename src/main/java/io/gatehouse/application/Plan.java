package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** What a registration grants: how many calls in which time, and who approves it. Enforced as a consumer group of the same name. */
@Entity
public class Plan extends PanacheEntityBase {
    public enum Approval {
        AUTO,
        OPERATOR
    }

    @Id
    public UUID id = UUID.randomUUID();

    /** Name of the consumer group: lower case letters, digits and dashes. */
    @Column(length = 60)
    public String slug;

    @Column(length = 80)
    public String title;

    @Column(length = 400)
    public String description = "";

    /** Calls that are allowed in each window. */
    public long requestLimit;

    /** Length of the window in seconds. */
    public long windowSeconds;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public Approval approval = Approval.AUTO;

    /** Free text, such as {@code Free} or {@code 20 EUR a month}. */
    @Column(length = 80)
    public String price = "";

    public int sortOrder;
    public Instant createdAt;

    /** The API versions that offer this plan. */
    @ManyToMany
    @JoinTable(
            name = "plan_offer",
            joinColumns = @JoinColumn(name = "plan_id"),
            inverseJoinColumns = @JoinColumn(name = "api_version_id"))
    public Set<ApiVersion> offeredBy = new HashSet<>();

    /** The limit in words, such as {@code 10 calls a minute}. */
    public String allowance() {
        return allowance(requestLimit, windowSeconds);
    }

    public static String allowance(long requestLimit, long windowSeconds) {
        String window = switch ((int) windowSeconds) {
            case 1 -> "second";
            case 60 -> "minute";
            case 3_600 -> "hour";
            case 86_400 -> "day";
            default -> windowSeconds + " seconds";
        };
        return String.format(Locale.ROOT, "%,d %s a %s", requestLimit, requestLimit == 1 ? "call" : "calls", window);
    }

    public boolean needsOperator() {
        return approval == Approval.OPERATOR;
    }
}
