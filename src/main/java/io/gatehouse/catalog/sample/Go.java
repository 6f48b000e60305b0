package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.sample.Call.File;
import io.gatehouse.catalog.sample.Call.Json;
import io.gatehouse.catalog.sample.Call.Multipart;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.sample.Call.Text;
import io.gatehouse.catalog.sample.Call.UrlEncoded;
import io.gatehouse.catalog.spec.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** With net/http, as a whole program. */
final class Go implements Language {
    @Override
    public String id() {
        return "go";
    }

    @Override
    public String label() {
        return "Go";
    }

    @Override
    public String write(Call call) {
        Set<String> imports = new TreeSet<>(List.of("fmt", "io", "net/http"));
        List<Pair> headers = new ArrayList<>(call.headers());
        List<String> lines = new ArrayList<>();
        String reader = "nil";
        String lateHeader = null;
        if (call.body() instanceof Json json) {
            headers.add(new Pair("Content-Type", json.contentType()));
            reader = strings(raw(JsonText.pretty(json.value(), Curl.LONGEST_BODY)), lines, imports);
        } else if (call.body() instanceof Text text) {
            headers.add(new Pair("Content-Type", text.contentType()));
            reader = strings(Quotes.json(text.text()), lines, imports);
        } else if (call.body() instanceof UrlEncoded form) {
            imports.add("net/url");
            headers.add(new Pair("Content-Type", "application/x-www-form-urlencoded"));
            lines.add("form := url.Values{}");
            form.fields()
                    .forEach(field -> lines.add(
                            "form.Add(%s, %s)".formatted(Quotes.json(field.name()), Quotes.json(field.value()))));
            reader = strings("form.Encode()", lines, imports);
        } else if (call.body() instanceof Multipart form) {
            imports.addAll(List.of("bytes", "mime/multipart"));
            lines.add("body := &bytes.Buffer{}");
            lines.add("form := multipart.NewWriter(body)");
            form.fields()
                    .forEach(field -> lines.add("form.WriteField(%s, %s)"
                            .formatted(Quotes.json(field.name()), Quotes.json(field.value()))));
            form.files().forEach(file -> file(file, lines, imports));
            lines.add("form.Close()");
            lateHeader = "request.Header.Set(\"Content-Type\", form.FormDataContentType())";
            reader = "body";
        } else if (call.body() instanceof File file) {
            imports.add("os");
            headers.add(new Pair("Content-Type", file.contentType()));
            lines.add("body, _ := os.Open(%s)".formatted(Quotes.json(file.name())));
            reader = "body";
        }
        lines.add("request, _ := http.NewRequest(%s, %s, %s)"
                .formatted(Quotes.json(call.method()), Quotes.json(call.url()), reader));
        headers.forEach(header -> lines.add(
                "request.Header.Set(%s, %s)".formatted(Quotes.json(header.name()), Quotes.json(header.value()))));
        if (lateHeader != null) {
            lines.add(lateHeader);
        }
        lines.add("response, err := http.DefaultClient.Do(request)");
        lines.add("if err != nil {\n\t\tpanic(err)\n\t}");
        lines.add("defer response.Body.Close()");
        lines.add("answer, _ := io.ReadAll(response.Body)");
        lines.add("fmt.Println(response.Status, string(answer))");
        StringBuilder code = new StringBuilder("package main\n\nimport (\n");
        imports.forEach(name -> code.append("\t\"").append(name).append("\"\n"));
        return code.append(")\n\nfunc main() {\n\t")
                .append(String.join("\n\t", lines))
                .append("\n}")
                .toString();
    }

    private static String strings(String text, List<String> lines, Set<String> imports) {
        imports.add("strings");
        lines.add("body := strings.NewReader(" + text + ")");
        return "body";
    }

    private static void file(Pair file, List<String> lines, Set<String> imports) {
        imports.add("os");
        String name = Quotes.json(file.value());
        lines.add("content, _ := os.ReadFile(%s)".formatted(name));
        lines.add("part, _ := form.CreateFormFile(%s, %s)".formatted(Quotes.json(file.name()), name));
        lines.add("part.Write(content)");
    }

    /** A raw string holds everything but its own quote. */
    private static String raw(String text) {
        return "`" + text.replace("`", "` + \"`\" + `") + "`";
    }
}
