package io.gatehouse;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.gatehouse.gateway.plugin.Plugin;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The walls of the house: each rule of docs/architecture.md is one rule here. */
@AnalyzeClasses(packages = "io.gatehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** A package imports only packages of lower floors. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("settings", "db", "audit"),
            List.of("web"),
            List.of("rights"),
            List.of("theme"),
            List.of("mail"),
            List.of("identity"),
            List.of("catalog"),
            List.of("application", "portal"),
            List.of("controlplane", "analytics"),
            List.of("cluster", "folder"),
            List.of("admin", "console", "cli"),
            List.of("", "demo"));

    private static final int MOST_LINES = 400;
    private static final int USUAL_MOST_LINES = 250;

    @ArchTest
    static final ArchRule the_gateway_knows_neither_the_office_nor_its_framework = classes()
            .that()
            .resideInAPackage("io.gatehouse.gateway..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.gatehouse.gateway..",
                    "java..",
                    "com.sun.management..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "javax.security.auth.x500..",
                    "io.vertx..",
                    "io.netty..",
                    "com.fasterxml.jackson..",
                    "jakarta.validation..",
                    "jakarta.inject..",
                    "com.github.victools..",
                    "com.fasterxml.classmate..",
                    "com.networknt.schema..",
                    "org.jose4j..",
                    "org.yaml.snakeyaml.."));

    @ArchTest
    static final ArchRule no_circle_between_packages =
            slices().matching("io.gatehouse.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_circle_within_the_gateway =
            slices().matching("io.gatehouse.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule a_package_imports_only_lower_floors =
            classes().that(resideOutsideOfPackages("io.gatehouse.gateway..")).should(importOnlyLowerFloors());

    @ArchTest
    static final ArchRule the_office_below_the_control_plane_does_not_know_the_gateway = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.gatehouse.catalog..",
                    "io.gatehouse.identity..",
                    "io.gatehouse.application..",
                    "io.gatehouse.portal..",
                    "io.gatehouse.web..",
                    "io.gatehouse.theme..",
                    "io.gatehouse.mail..",
                    "io.gatehouse.audit..",
                    "io.gatehouse.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gatehouse.gateway..");

    @ArchTest
    static final ArchRule plugins_do_not_know_each_other = classes()
            .that()
            .resideInAPackage("io.gatehouse.gateway.plugins")
            .and()
            .doNotHaveSimpleName("BuiltIn")
            .should(knowNoOtherPlugin());

    @ArchTest
    static final ArchRule only_pages_and_apis_have_addresses = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .haveSimpleNameEndingWith("Pages")
            .orShould()
            .haveSimpleNameEndingWith("Api");

    @ArchTest
    static final ArchRule entities_never_leave_as_json = noClasses()
            .that()
            .haveSimpleNameEndingWith("Api")
            .and()
            .areAnnotatedWith(Path.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PanacheEntityBase.class);

    @ArchTest
    static void files_stay_small(com.tngtech.archunit.core.domain.JavaClasses all) throws IOException {
        Map<String, Long> lines;
        try (Stream<java.nio.file.Path> files = Files.walk(java.nio.file.Path.of("src/main/java"))) {
            lines = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString() + " in " + file.getParent(), file -> {
                                try (Stream<String> text = Files.lines(file)) {
                                    return text.count();
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            }));
        }
        assertEquals(
                List.of(),
                lines.entrySet().stream()
                        .filter(file -> file.getValue() > MOST_LINES)
                        .toList(),
                "longer than " + MOST_LINES + " lines");
        long large = lines.values().stream()
                .filter(count -> count > USUAL_MOST_LINES)
                .count();
        assertEquals(
                true, large * 10 <= lines.size(), large + " of " + lines.size() + " files have more than 250 lines");
    }

    private static ArchCondition<JavaClass> importOnlyLowerFloors() {
        return new ArchCondition<>("import only lower floors") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                int own = floor(room(item));
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    String there = room(target);
                    boolean isElsewhere = target.getPackageName().startsWith("io.gatehouse")
                            && !there.equals("gateway")
                            && !there.equals(room(item));
                    if (isElsewhere && floor(there) >= own)
                        events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
                }
            }
        };
    }

    private static String room(JavaClass item) {
        String name = item.getPackageName().replaceFirst("^io\\.gatehouse\\.?", "");
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    }

    private static int floor(String room) {
        for (int i = 0; i < FLOORS.size(); i++) if (FLOORS.get(i).contains(room)) return i;
        throw new AssertionError("The package io.gatehouse." + room + " stands on no floor; give it one in this test");
    }

    private static ArchCondition<JavaClass> knowNoOtherPlugin() {
        return new ArchCondition<>("know no other plugin") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                JavaClass own = file(item);
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = file(dependency.getTargetClass().getBaseComponentType());
                    boolean isBeside =
                            target.getPackageName().equals("io.gatehouse.gateway.plugins") && !target.equals(own);
                    // A plugin may keep its filter in a file of its own.
                    boolean isPart = target.isAssignableTo(Plugin.class) != own.isAssignableTo(Plugin.class);
                    if (isBeside && !isPart)
                        events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
                }
            }
        };
    }

    /** The class that a nested one stands in. */
    private static JavaClass file(JavaClass item) {
        return item.getEnclosingClass().map(ArchitectureTest::file).orElse(item);
    }
}
