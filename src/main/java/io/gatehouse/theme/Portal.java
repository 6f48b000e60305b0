package io.gatehouse.theme;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.UUID;

/** The portal itself: its name and the look that is in force. */
@Entity
public class Portal extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 80)
    public String name;

    @ManyToOne(fetch = FetchType.LAZY)
    public ThemeVersion themeVersion;
}
