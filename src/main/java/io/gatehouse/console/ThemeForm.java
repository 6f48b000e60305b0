package io.gatehouse.console;

import io.gatehouse.theme.Color;
import io.gatehouse.theme.Design;
import io.gatehouse.theme.Dress;
import io.gatehouse.theme.Font;
import io.gatehouse.theme.Logo;
import io.gatehouse.theme.Palette;
import io.gatehouse.theme.Preset;
import io.gatehouse.theme.Presets;
import io.gatehouse.theme.Role;
import io.gatehouse.theme.Themes;
import io.gatehouse.theme.Tokens;
import io.gatehouse.web.Checks;
import io.gatehouse.web.Form;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** The fields of the theme editor: a draft as they show it, and what was typed as a draft again. */
@ApplicationScoped
class ThemeForm {
    private static final String PICKED = ".picked";
    private final Presets presets;
    private final Themes themes;

    ThemeForm(Presets presets, Themes themes) {
        this.presets = presets;
        this.themes = themes;
    }

    /** All that stands beside the frame. */
    public record Sheet(
            Preset preset,
            List<Preset> presets,
            List<Section> light,
            List<Section> dark,
            List<Font> fonts,
            boolean hasLogo,
            boolean isPublished,
            int changes,
            int revision,
            List<String> shortfalls) {}

    /** Colours that belong together. */
    public record Section(String title, List<Field> fields) {}

    /**
     * One colour.
     *
     * @param value as typed
     * @param shown a colour that there is, for the picker
     */
    public record Field(
            String name, String label, String mode, String value, String shown, String error, Check check) {}

    /**
     * How well a colour reads.
     *
     * @param ratio of its weakest pair, such as {@code 6.41}
     * @param against the other of that pair
     * @param nearest the nearest colour that reads everywhere, when this one does not; may be empty
     */
    public record Check(boolean good, String ratio, String against, String nearest) {}

    /** What was typed: a design, or a form that says what is wrong. */
    record Read(Form form, Design design, String portalName) {}

    Form form(Dress draft) {
        Form form = Form.empty().with("portalName", draft.portalName());
        for (String name : Tokens.allNames())
            form = form.with(name, draft.tokens().value(name));
        return form;
    }

    Sheet sheet(Dress draft, Form form) {
        Themes.Worn worn = themes.published();
        Map<String, Check> checks = checks(draft.tokens());
        return new Sheet(
                draft.preset(),
                presets.all(),
                sections(Tokens.LIGHT, "light", draft, form, checks),
                sections(Tokens.DARK, "dark", draft, form, checks),
                List.of(Font.values()),
                draft.design().logo() != null,
                draft.hash().equals(worn.dress().hash())
                        && draft.portalName().equals(worn.dress().portalName())
                        && Arrays.equals(bytes(draft), bytes(worn.dress())),
                draft.design().changes().size(),
                worn.revision(),
                Themes.shortfalls(draft.tokens()));
    }

    private static byte[] bytes(Dress dress) {
        return dress.design().logo() == null ? null : dress.design().logo().bytes();
    }

    private static List<Section> sections(
            String prefix, String mode, Dress draft, Form form, Map<String, Check> checks) {
        Map<Role.Group, String> titles = new LinkedHashMap<>();
        titles.put(Role.Group.BRAND, "Brand");
        titles.put(Role.Group.GROUND, "Page and text");
        titles.put(Role.Group.STATUS, "States");
        titles.put(Role.Group.METHOD, "Methods");
        List<Section> sections = new ArrayList<>();
        titles.forEach((group, title) -> {
            List<Field> fields = new ArrayList<>();
            for (Role role : Role.values()) {
                if (role.group() != group) continue;
                String name = prefix + role.token();
                String shown = draft.tokens().value(name);
                fields.add(new Field(
                        name, role.label(), mode, form.value(name), shown, form.error(name), checks.get(name)));
            }
            sections.add(new Section(title, fields));
        });
        return sections;
    }

    static Map<String, Check> checks(Tokens tokens) {
        Map<String, Check> checks = new LinkedHashMap<>();
        check(checks, Tokens.LIGHT, tokens.light());
        check(checks, Tokens.DARK, tokens.dark());
        return checks;
    }

    private static void check(Map<String, Check> into, String prefix, Palette palette) {
        for (Role role : Role.values()) {
            if (role.isDerived()) continue;
            palette.weakest(role).ifPresent(weakest -> {
                boolean good = weakest.contrast() >= weakest.pair().least();
                Role other = weakest.pair().front() == role
                        ? weakest.pair().ground()
                        : weakest.pair().front();
                String nearest =
                        good ? "" : palette.passing(role).map(Color::hex).orElse("");
                // Cut, not rounded: 4.496 is below 4.5 and must not look like it.
                String ratio = String.format(Locale.ROOT, "%.2f", Math.floor(weakest.contrast() * 100) / 100);
                into.put(prefix + role.token(), new Check(good, ratio, other.label(), nearest));
            });
        }
    }

    /** The typed values of a form that may carry a file. */
    Form sent(MultipartFormDataInput input) {
        MultivaluedMap<String, String> typed = new MultivaluedHashMap<>();
        input.getValues()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !value.isFileItem())
                        .forEach(value -> typed.add(name, value.getValue())));
        return Form.of(typed);
    }

    /**
     * @param input the form that brings a logo, or null
     */
    Read read(Form form, Dress before, MultipartFormDataInput input) {
        Map<String, String> values = new LinkedHashMap<>();
        Checks checks = new Checks();
        for (String name : Tokens.allNames()) {
            String color = typed(form, name, before.tokens().value(name));
            String clean = checks.value(() -> Tokens.clean(name, color));
            if (clean != null) values.put(name, clean);
        }
        String portalName = checks.value(() -> Text.line("portalName", "a name", form.value("portalName"), 80));
        checks.that(() -> Text.optional("note", form.value("note"), Themes.LONGEST_NOTE));
        checks.that(() -> Text.optional("reason", form.value("reason"), Themes.LONGEST_REASON));
        Logo logo = checks.value(() -> logo(form, before, input));
        Map<String, String> changes = before.preset().tokens().differences(values);
        return new Read(checks.on(form), new Design(before.preset().name(), changes, logo), portalName);
    }

    /** What was typed into the text field; if that was left alone, what was picked beside it. */
    private static String typed(Form form, String name, String before) {
        String text = form.value(name);
        String picked = form.value(name + PICKED);
        return picked.isEmpty() || !text.equalsIgnoreCase(before) ? text : picked;
    }

    private static Logo logo(Form form, Dress before, MultipartFormDataInput input) {
        byte[] upload = input == null ? null : upload(input);
        if (upload != null) return Logo.read("logo", upload);
        return form.has("removeLogo", "true") ? null : before.design().logo();
    }

    private static byte[] upload(MultipartFormDataInput input) {
        for (FormValue value : input.getValues().getOrDefault("logo", List.of())) {
            if (!value.isFileItem()
                    || value.getFileName() == null
                    || value.getFileName().isBlank()) continue;
            try (InputStream stream = value.getFileItem().getInputStream()) {
                return stream.readNBytes(Logo.LARGEST + 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return null;
    }
}
