package io.gatehouse.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A product in the catalog; its specs live in its versions. */
@Entity
public class Api extends PanacheEntityBase {
    /** Who sees the API: everybody, people who are signed in, or only who knows its address. */
    public enum Visibility {
        PUBLIC,
        SIGNED_IN,
        UNLISTED
    }

    @Id
    public UUID id = UUID.randomUUID();

    /** Name in URLs: lower case letters, digits and dashes. */
    @Column(length = 80)
    public String slug;

    @Column(length = 120)
    public String name;

    /** One or two lines of plain text for the catalog. */
    @Column(length = 400)
    public String summary = "";

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public Visibility visibility = Visibility.PUBLIC;

    /** Words separated by commas. */
    @Column(length = 400)
    public String tags = "";

    public Instant createdAt;
    public Instant updatedAt;
}
