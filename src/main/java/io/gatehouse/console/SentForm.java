package io.gatehouse.console;

import io.gatehouse.catalog.Publisher;
import io.gatehouse.web.Form;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * A form with a file or a secret in it. Neither can go back to the browser with a refused form, so both are kept here and the form
 * carries the id ({@code kept}) under which they are found again.
 */
@ApplicationScoped
class SentForm {
    private final KeptInputs inputs;

    SentForm(KeptInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * The typed values; a file that came along is kept, and stands in the field {@code source} when it is small. One that is of no
     * use is refused and not kept; what was there before stays.
     */
    Form read(MultipartFormDataInput input) {
        MultivaluedMap<String, String> typed = new MultivaluedHashMap<>();
        FormValue file = null;
        for (Map.Entry<String, Collection<FormValue>> field : input.getValues().entrySet())
            for (FormValue value : field.getValue()) {
                if (!value.isFileItem()) typed.add(field.getKey(), value.getValue());
                else if (value.getFileName() != null && !value.getFileName().isBlank()) file = value;
            }
        Form form = Form.of(typed);
        return file == null ? form : withFile(form, file);
    }

    private Form withFile(Form form, FormValue file) {
        byte[] content = content(file);
        String name = file.getFileName().replaceAll(".*[/\\\\]", "");
        String refusal = refusal(name, content.length);
        if (!refusal.isEmpty()) return form.error("file", refusal);
        return form.with("kept", inputs.keepFile(form.value("kept"), name, content))
                .with("fileName", name)
                .with("source", SpecSource.boxText(content));
    }

    private static String refusal(String name, int length) {
        if (length == 0) return "The file “" + name + "” is empty. Choose another.";
        if (length <= Publisher.MOST_BYTES) return "";
        return String.format(
                Locale.ENGLISH,
                "The file “%s” has %.1f MB; at most %d MB can be published. Split it into several APIs, or upload JSON"
                        + " without indentation.",
                name,
                length / 1048576.0,
                Publisher.MOST_BYTES >> 20);
    }

    private static byte[] content(FormValue file) {
        try {
            return file.getFileItem().isInMemory()
                    ? file.getFileItem().getInputStream().readAllBytes()
                    : Files.readAllBytes(file.getFileItem().getFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SpecSource spec(Form form) {
        return SpecSource.of(form, inputs.find(form.value("kept")));
    }

    /** Takes secrets out of the form and keeps them here, so that no page can show them. */
    Form keeping(Form form, Collection<String> fields) {
        Form kept = form;
        for (String field : fields) {
            String typed = form.value(field).strip();
            if (typed.isEmpty()) continue;
            kept = kept.with("kept", inputs.keepSecret(kept.value("kept"), field, typed))
                    .with(field, "");
        }
        return kept;
    }

    Form keeping(Form form, String field) {
        return keeping(form, List.of(field));
    }

    /** The secret typed into this form, now or before it was refused. */
    Optional<String> secret(Form form, String field) {
        return inputs.secret(form.value("kept"), field);
    }

    /** The form as it was typed. For reading only: it must not go back to the browser. */
    Form withSecrets(Form form, Collection<String> fields) {
        Form whole = form;
        for (String field : fields)
            whole = whole.with(field, secret(form, field).orElse(""));
        return whole;
    }

    boolean hasSecret(Form form) {
        return inputs.find(form.value("kept"))
                .filter(kept -> !kept.secrets.isEmpty())
                .isPresent();
    }

    void forget(Form form) {
        inputs.forget(form.value("kept"));
    }
}
