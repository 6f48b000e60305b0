package io.gatehouse.catalog.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gatehouse.catalog.sample.Call;
import io.gatehouse.catalog.sample.Call.Pair;
import io.gatehouse.catalog.spec.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationReaderTest {
    private static final Gate GATE = new Gate("http://localhost:8000/shop", true);

    @Test
    void an_operation_of_3_x_is_read_with_what_its_path_item_shares() {
        Spec spec = Documents.spec("""
                openapi: 3.1.0
                info: {title: Shop, version: '1'}
                paths:
                  /orders/{orderId}/items:
                    parameters:
                      - {name: orderId, in: path, required: true, schema: {type: string}}
                      - {name: page, in: query, schema: {type: integer}, description: Shared}
                    post:
                      operationId: addItem
                      parameters:
                        - {name: page, in: query, description: Own, schema: {type: integer}}
                        - {name: tag, in: query, required: true, schema: {type: array, items: {type: string}}, example: [a b, c]}
                        - {name: X-Trace, in: header, required: true, schema: {type: string, example: t1}}
                        - {$ref: 'other.yaml#/P'}
                      requestBody:
                        required: true
                        content:
                          application/xml: {schema: {type: object}}
                          application/json: {schema: {type: object, required: [sku], properties: {sku: {type: string}}}}
                      responses:
                        '201':
                          description: Made
                          headers: {Location: {schema: {type: string}}}
                          content: {application/json: {example: {ok: true}}}
                        default: {$ref: '#/components/responses/None'}
                """);
        OperationView view = OperationReader.read(spec, spec.operations().get(0), GATE);
        assertEquals("/shop", view.prefix());
        assertEquals(
                List.of("Path parameters", "Query parameters", "Header parameters", "Other parameters"),
                view.parameters().stream().map(ParameterGroup::title).toList());
        assertEquals("Own", view.parameters().get(1).rows().get(0).description());
        assertEquals(
                "Described outside of this document: other.yaml#/P",
                view.parameters().get(3).rows().get(0).note());
        assertEquals(
                "http://localhost:8000/shop/orders/ORDER_ID/items?tag=a%20b&tag=c",
                view.call().url());
        assertEquals(
                List.of(new Pair("apikey", "YOUR_KEY"), new Pair("X-Trace", "t1")),
                view.call().headers());
        assertEquals("application/json", ((Call.Json) view.call().body()).contentType());
        ResponseView made = view.responses().get(0);
        assertEquals("Created", made.phrase());
        assertEquals("{\n  \"ok\": true\n}", made.example().text());
        assertEquals("Location", made.headers().get(0).name());
        assertEquals(
                "The document has nothing at #/components/responses/None.",
                view.responses().get(1).note());
    }

    @Test
    void swagger_2_forms_and_bodies_are_read_alike() {
        Spec spec = Documents.spec("""
                swagger: '2.0'
                info: {title: Old, version: '1'}
                consumes: [application/json]
                produces: [application/json]
                paths:
                  /pets:
                    post:
                      parameters:
                        - {name: pet, in: body, required: true, description: The pet, schema: {$ref: '#/definitions/Pet'}}
                      responses: {200: {description: OK, schema: {$ref: '#/definitions/Pet'}}}
                  /pets/photo:
                    post:
                      parameters:
                        - {name: note, in: formData, type: string, required: true}
                        - {name: photo, in: formData, type: file, required: true}
                        - {name: ids, in: query, required: true, type: array, items: {type: integer}, default: [1, 2]}
                      responses: {default: {description: Any, examples: {text/plain: hello}}}
                definitions:
                  Pet: {type: object, properties: {name: {type: string, x-nullable: true}}}
                """);
        OperationView body = OperationReader.read(spec, spec.operations().get(0), GATE);
        assertEquals("The pet", body.body().description());
        MediaView media = body.body().media().get(0);
        assertEquals("string or null", media.schema().children().get(0).types().label());
        assertEquals(
                "Pet", body.responses().get(0).media().get(0).schema().types().label());
        OperationView form = OperationReader.read(spec, spec.operations().get(1), GATE);
        Call.Multipart sent = (Call.Multipart) form.call().body();
        assertEquals(List.of(new Pair("note", "string")), sent.fields());
        assertEquals(List.of(new Pair("photo", "file.bin")), sent.files());
        assertEquals(
                "http://localhost:8000/shop/pets/photo?ids=1%2C2", form.call().url());
        assertEquals("hello", form.responses().get(0).example().text());
    }

    @Test
    void a_webhook_is_received_and_not_called() {
        Spec spec = Documents.spec("""
                openapi: 3.1.0
                info: {title: Hooks, version: '1'}
                webhooks:
                  newPet:
                    post:
                      requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}
                      responses: {'200': {description: Thanks}}
                """);
        OperationView view = OperationReader.read(spec, spec.operations().get(0), GATE);
        assertNull(view.call());
        assertEquals("", view.prefix());
        assertEquals("{\n  \"id\": 1\n}", view.bodyExample().text());
    }

    @Test
    void contents_follow_tags_or_the_beginning_of_paths() {
        Spec untagged = Documents.spec("""
                openapi: 3.0.3
                info: {title: T, version: '1'}
                paths:
                  /v1/charges: {get: {responses: {}}, post: {responses: {}}}
                  /api/v2/customers/{id}: {get: {responses: {}}}
                """);
        Contents contents = Contents.of(untagged);
        assertEquals(
                List.of("charges", "customers"),
                contents.groups().stream().map(Contents.Group::name).toList());
        Spec.Operation last = untagged.operations().get(2);
        assertEquals(untagged.operations().get(1), contents.neighbour(last, -1));
        assertNull(contents.neighbour(last, 1));
    }
}
