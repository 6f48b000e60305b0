package io.gatehouse.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTreeTest {
    private final PathTree<String> tree = new PathTree<>();

    PathTreeTest() {
        for (String template : List.of(
                "/",
                "/pets",
                "/pets/",
                "/pets/mine",
                "/pets/{id}",
                "/pets/{id}.json",
                "/pets/{id}/toys/{toy}",
                "/pets/mine/{thing}",
                "/from-{a}-to-{b}",
                "/{kind}/{id}/{rest}")) tree.add("GET", template, template);
        tree.add("DELETE", "/pets/{pet}", "delete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                | /                     | {}",
                "/pets            | /pets                 | {}",
                "/pets/           | /pets/                | {}",
                "/pets/mine       | /pets/mine            | {}",
                "/pets/7          | /pets/{id}            | {id=7}",
                "/pets/7.json     | /pets/{id}.json       | {id=7}",
                "/pets/.json      | /pets/{id}            | {id=.json}",
                "/pets/mine/x     | /pets/mine/{thing}    | {thing=x}",
                "/pets/mine/toys/1| /pets/{id}/toys/{toy} | {toy=1, id=mine}",
                "/pets/7/toys/a%2Fb| /pets/{id}/toys/{toy}| {toy=a%2Fb, id=7}",
                "/from-x-to-y     | /from-{a}-to-{b}      | {a=x, b=y}",
                "/a/b/c           | /{kind}/{id}/{rest}   | {kind=a, id=b, rest=c}",
            })
    void text_goes_before_parameters(String path, String template, String parameters) {
        PathTree.Found<String> found = tree.find("GET", path);
        assertEquals(template, found.value());
        assertEquals(parameters(parameters), found.parameters());
    }

    @ParameterizedTest
    @CsvSource({"/pet", "/pets//", "/pets/7/toys/", "/pets/7/toys/1/2", "/from--to-y", "/a/b"})
    void a_path_without_template_is_not_found(String path) {
        assertNull(tree.find("GET", path));
    }

    @Test
    void a_template_counts_only_with_its_method() {
        assertEquals("delete", tree.find("DELETE", "/pets/mine").value());
        assertEquals(Map.of("pet", "mine"), tree.find("DELETE", "/pets/mine").parameters());
        assertNull(tree.find("DELETE", "/pets"));
        assertEquals(List.of("DELETE", "GET"), tree.methods("/pets/7"));
        assertEquals(List.of(), tree.methods("/nothing"));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new java.util.HashMap<>();
        for (String pair : text.substring(1, text.length() - 1).split(", "))
            if (!pair.isEmpty()) parameters.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        return parameters;
    }
}
