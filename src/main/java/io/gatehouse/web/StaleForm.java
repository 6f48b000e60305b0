package io.gatehouse.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ForbiddenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;

/** A form was sent without a token that counts: it was opened before somebody signed in or out, or on another site. */
public class StaleForm extends ForbiddenException {
    private static final long serialVersionUID = 1L;

    private final transient Typed typed;

    StaleForm(Typed typed) {
        super(
                "The form was too old or came from elsewhere, so nothing was done. Go back, reload the page and send it again.");
        this.typed = typed;
    }

    /** What was typed, when it surely was typed on a page of ours. */
    public Optional<Typed> typed() {
        return Optional.ofNullable(typed);
    }

    /** The form as it was sent, so that it can be sent again. */
    public record Typed(String action, boolean multipart, List<Field> fields) {

        static Typed of(RoutingContext context, ResteasyReactiveRequestContext request) {
            String type = context.request().getHeader("Content-Type");
            List<Field> fields = new ArrayList<>();
            FormData sent = request.getFormData();
            if (sent != null) for (String name : sent) for (FormValue value : sent.get(name)) add(fields, name, value);
            return new Typed(context.request().uri(), type != null && type.startsWith("multipart/"), fields);
        }

        private static void add(List<Field> fields, String name, FormValue value) {
            if (name.equals(Csrf.FIELD) || Form.isSecret(name)) return;
            boolean file = value.isFileItem();
            String text = file ? value.getFileName() : value.getValue();
            if (!file || text != null && !text.isEmpty()) fields.add(new Field(name, text, file));
        }
    }

    /**
     * @param value for a file its name: browsers do not let us choose it again
     */
    public record Field(String name, String value, boolean file) {}
}
