package io.gatehouse.theme;

import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The looks that operators are working on. */
@ApplicationScoped
@Transactional
public class Drafts {
    private final Themes themes;
    private final Presets presets;

    Drafts(Themes themes, Presets presets) {
        this.themes = themes;
        this.presets = presets;
    }

    /** The operator's draft; without one it begins with what is published. */
    public Dress of(UUID operatorId) {
        return ThemeDraft.<ThemeDraft>findByIdOptional(operatorId)
                .map(draft -> themes.dress(
                        new Design(draft.preset, Themes.changes(draft.tokens), Themes.logo(draft.logo, draft.logoType)),
                        draft.portalName))
                .orElseGet(() -> themes.published().dress());
    }

    public void save(UUID operatorId, Design design, String portalName) {
        Optional<ThemeDraft> known = ThemeDraft.findByIdOptional(operatorId);
        ThemeDraft draft = known.orElseGet(ThemeDraft::new);
        draft.preset = design.preset();
        draft.tokens = Themes.text(design.changes());
        draft.logo = design.logo() == null ? null : design.logo().bytes();
        draft.logoType = design.logo() == null ? null : design.logo().type();
        draft.portalName = portalName;
        draft.updatedAt = Instant.now();
        if (known.isEmpty()) {
            draft.operatorId = operatorId;
            draft.persist();
        }
    }

    /** Another preset as it comes; the logo and the name stay. */
    public void startFrom(UUID operatorId, String preset) {
        if (preset == null || presets.find(preset).isEmpty())
            throw new Refused("preset", "There is no such theme. Choose one of the list.");
        Dress now = of(operatorId);
        save(operatorId, new Design(preset, Map.of(), now.design().logo()), now.portalName());
    }

    public void discard(UUID operatorId) {
        ThemeDraft.deleteById(operatorId);
    }
}
