package io.gatehouse.identity;

import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Where operators sign in and out, and where the first of them comes to be. */
@Path("/console")
@PermitAll
public class OperatorPages {
    private static final String HOME = "/console";
    private static final String SIGN_IN = "/console/sign-in";

    private final SignIns signIns;
    private final Operators operators;
    private final SessionCookies session;
    private final Viewer viewer;
    private final Flash flash;
    private final RoutingContext context;

    OperatorPages(
            SignIns signIns,
            Operators operators,
            SessionCookies session,
            Viewer viewer,
            Flash flash,
            RoutingContext context) {
        this.signIns = signIns;
        this.operators = operators;
        this.session = session;
        this.viewer = viewer;
        this.flash = flash;
        this.context = context;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance signIn(Form form);

        static native TemplateInstance setup(Form form, String advice);

        static native TemplateInstance setupSpent(boolean done);
    }

    @GET
    @Path("sign-in")
    public Object form(@QueryParam("next") String next) {
        if (viewer.isOperator()) return Redirect.to(console(next));
        return Templates.signIn(Form.empty().with("next", Redirect.ownPath(next, "")));
    }

    @POST
    @Path("sign-in")
    public Response signIn(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            begin(form);
        } catch (Refused refused) {
            return Refusals.form(refused, Templates.signIn(form.refused(refused)));
        }
        return Redirect.to(console(form.value("next")));
    }

    @POST
    @Path("sign-out")
    public Response signOut() {
        session.end(context, AccountKind.OPERATOR);
        flash.success("You are signed out.");
        return Redirect.to(SIGN_IN);
    }

    @GET
    @Path("setup/{token}")
    public TemplateInstance setup(@PathParam("token") String token) {
        Refusals.hideAddress(context);
        operators.awaitFirst(token);
        return Templates.setup(Form.empty(), PasswordRules.ADVICE);
    }

    @POST
    @Path("setup/{token}")
    public Response createFirst(@PathParam("token") String token, MultivaluedMap<String, String> typed) {
        Refusals.hideAddress(context);
        Form form = Form.of(typed);
        operators.awaitFirst(token);
        try {
            operators.createFirst(token, form.value("email"), form.value("name"), form.value("password"));
            begin(form);
        } catch (Refused refused) {
            return Refusals.form(refused, Templates.setup(form.refused(refused), PasswordRules.ADVICE));
        }
        flash.success("Welcome. You are an operator of this portal.");
        return Redirect.to(HOME);
    }

    private void begin(Form form) {
        Browser browser = session.browser(context, AccountKind.OPERATOR);
        String token = signIns.operator(form.value("email"), form.value("password"), browser);
        session.begin(context, AccountKind.OPERATOR, form.value("email"), token);
    }

    /** A page of the console only: whoever signs in here is an operator nowhere else. */
    private static String console(String next) {
        String path = Redirect.ownPath(next, HOME);
        return path.equals(HOME) || path.startsWith(HOME + "/") || path.startsWith(HOME + "?") ? path : HOME;
    }

    @ServerExceptionMapper
    Response spent(SpentToken spent) {
        return Refusals.gone(Templates.setupSpent(!operators.isEmpty()));
    }
}
