package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.FieldChanges;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.Template;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Changes headers, query arguments and body of a request on its way upstream. */
public final class RequestTransformer extends NamedPlugin<RequestTransformer.Config> {

    private static final int PRIORITY = 801;

    /** The gateway writes these itself; a second opinion about where a message ends is how requests are smuggled. */
    private static final Set<String> OWNED = Set.of(
            "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "keep-alive", "expect");

    @Doc("Changes the request on its way upstream, in this order: remove, rename, replace, add, append. Values may hold"
            + " $(headers.name), $(query_params.name) and $(uri_captures.name), each with “or 'default'”.")
    public record Config(
            @Doc(
                    "Method of the upstream request. With GET, HEAD and TRACE the arguments of a form body also go into the query.")
            @Pattern(regexp = "[A-Z]+", message = "use upper case letters")
            String httpMethod,

            @Doc("Names to take out.") Names remove,
            @Doc("old:new, for names that are there.") Entries rename,
            @Doc("name:value, for names that are there.") Replacements replace,

            @Doc("name:value, for names that are not there.")
            Entries add,

            @Doc("name:value, in addition to what is there.")
            Entries append,

            @Doc("Takes a dot as part of a name; otherwise it leads into an object of a JSON body.")
            Boolean dotsInKeys)
            implements ConfigRules {

        public Config {
            remove = remove == null ? new Names(null, null, null) : remove;
            rename = rename == null ? new Entries(null, null, null) : rename;
            replace = replace == null ? new Replacements(null, null, null, null) : replace;
            add = add == null ? new Entries(null, null, null) : add;
            append = append == null ? new Entries(null, null, null) : append;
            dotsInKeys = dotsInKeys == null ? Boolean.TRUE : dotsInKeys;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            rename.check("rename", broken);
            replace.check("replace", broken);
            add.check("add", broken);
            append.check("append", broken);
        }
    }

    /** What to remove. */
    public record Names(
            @Doc("Header names.") List<String> headers,
            @Doc("Names of query arguments.") List<String> querystring,

            @Doc("Members of a JSON body, or fields of a form (also multipart/form-data).")
            List<String> body) {

        public Names {
            headers = headers == null ? List.of() : List.copyOf(headers);
            querystring = querystring == null ? List.of() : List.copyOf(querystring);
            body = body == null ? List.of() : List.copyOf(body);
        }
    }

    /** Names with values. */
    public record Entries(
            @Doc("Headers.") List<String> headers,
            @Doc("Query arguments.") List<String> querystring,

            @Doc("Members of a JSON body, or fields of a form (also multipart/form-data).")
            List<String> body) {

        public Entries {
            headers = headers == null ? List.of() : List.copyOf(headers);
            querystring = querystring == null ? List.of() : List.copyOf(querystring);
            body = body == null ? List.of() : List.copyOf(body);
        }

        void check(String field, BiConsumer<String, String> broken) {
            checkHeaders(field + ".headers", headers, broken);
            checkEntries(field + ".querystring", querystring, broken);
            checkEntries(field + ".body", body, broken);
            boolean namesHost = field.equals("rename")
                    && headers.stream().map(FieldChanges::valueIn).anyMatch(name -> name.equalsIgnoreCase("host"));
            if (namesHost || !field.equals("replace") && headers.stream().anyMatch(RequestTransformer::isHost)) {
                broken.accept(field + ".headers", "Host can only be replaced; use replace.headers");
            }
        }
    }

    /** Names with new values, and the path. */
    public record Replacements(
            @Doc("Path of the upstream request, instead of the one that service and route give.")
            String uri,

            @Doc("Headers.") List<String> headers,
            @Doc("Query arguments.") List<String> querystring,

            @Doc("Members of a JSON body, or fields of a form (also multipart/form-data).")
            List<String> body) {

        public Replacements {
            headers = headers == null ? List.of() : List.copyOf(headers);
            querystring = querystring == null ? List.of() : List.copyOf(querystring);
            body = body == null ? List.of() : List.copyOf(body);
        }

        void check(String field, BiConsumer<String, String> broken) {
            new Entries(headers, querystring, body).check(field, broken);
            if (uri != null) {
                checkTemplate(field + ".uri", uri, broken);
            }
        }
    }

    public RequestTransformer() {
        super("request-transformer", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new TransformFilter(config);
    }

    private static void checkHeaders(String field, List<String> entries, BiConsumer<String, String> broken) {
        checkEntries(field, entries, broken);
        for (int i = 0; i < entries.size(); i++) {
            boolean renames = field.startsWith("rename");
            String entry = entries.get(i);
            String name = (renames ? FieldChanges.valueIn(entry) : FieldChanges.nameIn(entry)).toLowerCase(Locale.ROOT);
            if (OWNED.contains(name)) {
                broken.accept(field + "." + (i + 1), "'" + name + "' is written by the gateway itself");
            } else if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+")) {
                broken.accept(field + "." + (i + 1), "'" + name + "' is not a header name");
            }
        }
    }

    private static void checkEntries(String field, List<String> entries, BiConsumer<String, String> broken) {
        for (int i = 0; i < entries.size(); i++) {
            String at = field + "." + (i + 1);
            if (entries.get(i).indexOf(':') < 1) {
                broken.accept(at, "'" + entries.get(i) + "' should have the form name:value");
            } else {
                checkTemplate(at, FieldChanges.valueIn(entries.get(i)), broken);
            }
        }
    }

    private static void checkTemplate(String field, String text, BiConsumer<String, String> broken) {
        try {
            Template.compile(text);
        } catch (IllegalArgumentException e) {
            broken.accept(field, e.getMessage());
        }
    }

    static boolean isHost(String entry) {
        return FieldChanges.nameIn(entry).equalsIgnoreCase("host");
    }
}
