package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.sample.Call.File;
import io.gatehouse.catalog.sample.Call.Json;
import io.gatehouse.catalog.sample.Call.Multipart;
import io.gatehouse.catalog.sample.Call.Text;
import io.gatehouse.catalog.sample.Call.UrlEncoded;
import io.gatehouse.catalog.spec.JsonText;
import java.util.ArrayList;
import java.util.List;

/** With HttpClient. */
final class CSharp implements Language {
    @Override
    public String id() {
        return "csharp";
    }

    @Override
    public String label() {
        return "C#";
    }

    @Override
    public String write(Call call) {
        List<String> lines = new ArrayList<>();
        lines.add("using var client = new HttpClient();");
        lines.add("using var request = new HttpRequestMessage(new HttpMethod(%s), %s);"
                .formatted(Quotes.json(call.method()), Quotes.json(call.url())));
        call.headers()
                .forEach(header -> lines.add("request.Headers.TryAddWithoutValidation(%s, %s);"
                        .formatted(Quotes.json(header.name()), Quotes.json(header.value()))));
        content(call.body(), lines);
        lines.add("using var response = await client.SendAsync(request);");
        lines.add("Console.WriteLine($\"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}\");");
        return String.join("\n", lines);
    }

    private static void content(Call.Body body, List<String> lines) {
        if (body instanceof Json json) {
            lines.add(text(verbatim(JsonText.pretty(json.value(), Curl.LONGEST_BODY)), json.contentType()));
        } else if (body instanceof Text text) {
            lines.add(text(Quotes.json(text.text()), text.contentType()));
        } else if (body instanceof UrlEncoded form) {
            lines.add("request.Content = new FormUrlEncodedContent(new Dictionary<string, string>\n{");
            form.fields()
                    .forEach(field -> lines.add(
                            "    [%s] = %s,".formatted(Quotes.json(field.name()), Quotes.json(field.value()))));
            lines.add("});");
        } else if (body instanceof Multipart form) {
            lines.add("var form = new MultipartFormDataContent();");
            form.fields()
                    .forEach(field -> lines.add("form.Add(new StringContent(%s), %s);"
                            .formatted(Quotes.json(field.value()), Quotes.json(field.name()))));
            form.files()
                    .forEach(file -> lines.add("form.Add(new StreamContent(File.OpenRead(%s)), %s, %s);"
                            .formatted(
                                    Quotes.json(file.value()), Quotes.json(file.name()), Quotes.json(file.value()))));
            lines.add("request.Content = form;");
        } else if (body instanceof File file) {
            lines.add("request.Content = new StreamContent(File.OpenRead(%s));".formatted(Quotes.json(file.name())));
            lines.add("request.Content.Headers.TryAddWithoutValidation(\"Content-Type\", %s);"
                    .formatted(Quotes.json(file.contentType())));
        }
    }

    private static String text(String literal, String contentType) {
        return "request.Content = new StringContent(%s, System.Text.Encoding.UTF8, %s);"
                .formatted(literal, Quotes.json(contentType));
    }

    private static String verbatim(String text) {
        return "@\"" + text.replace("\"", "\"\"") + "\"";
    }
}
