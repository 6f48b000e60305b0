package io.gatehouse.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.folder.FolderArchive;
import io.gatehouse.folder.ImportReport;
import io.gatehouse.folder.PortalFolders;
import io.gatehouse.theme.Design;
import io.gatehouse.theme.Logo;
import io.gatehouse.theme.Themes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The demo's portal goes out as a folder, into an empty installation and out again. All of it happens in a transaction that is undone. */
abstract class DemoFolderTests {
    private static final String SECRET = "Bearer sk-very-secret";

    @Inject
    DemoData demo;

    @Inject
    PortalFolders folders;

    @Inject
    Publisher publisher;

    @Inject
    ServedVersions served;

    @Inject
    RuntimeGroups groups;

    @Inject
    Themes themes;

    @Inject
    EntityManager entities;

    @Test
    void a_portal_comes_out_of_an_empty_installation_as_it_went_in() {
        undone(() -> {
            empty();
            groups.create(UUID.randomUUID(), new RuntimeGroups.Terms("folder-eu", "", "", Map.of()));
            demo.load(people(), 9_999);
            makeMore();
            byte[] first = export();
            assertArrayEquals(first, export(), "twice the same");
            SortedMap<String, byte[]> files = FolderArchive.read(first);
            assertTrue(
                    files.containsKey("apis/openai/v1/spec.yaml"),
                    files.keySet().toString());
            assertTrue(
                    files.containsKey("apis/tides/v0/spec.json"), files.keySet().toString());
            files.forEach((name, content) ->
                    assertFalse(new String(content, StandardCharsets.ISO_8859_1).contains("sk-very-secret"), name));

            empty();
            ImportReport report = folders.importing(first, Optional.empty(), false, true);
            assertEquals(3 + 3 + 4, report.created().size());
            assertEquals(List.of(), report.deleted());
            entities.flush();
            entities.clear();
            SortedMap<String, byte[]> again = FolderArchive.read(export());
            files.forEach((name, content) -> assertEquals(
                    new String(content, StandardCharsets.ISO_8859_1),
                    new String(again.get(name), StandardCharsets.ISO_8859_1),
                    name));
            assertArrayEquals(first, export());

            ImportReport nothing = folders.importing(first, Optional.empty(), false, true);
            assertEquals(List.of(), nothing.created());
            assertEquals(List.of(), nothing.changed());
            assertEquals(List.of(), nothing.deleted());
        });
    }

    /** What the demo does not show: a credential, another group, a logo, texts that a file must carry with care. */
    private void makeMore() {
        ApiVersion tides = ApiVersion.find("api.slug", "tides").firstResult();
        publisher.editDocs(tides.id, "# Tides\r\n\r\n\tcode: \"x\" # y\r\n…and “quotes” 🌊");
        served.move(tides.id, groups.find("folder-eu").orElseThrow().id);
        served.choose(tides.id, "tides-by-name");
        served.serve(
                tides.id,
                new Serving(
                        "https://tides.example/base",
                        Optional.of(SECRET),
                        List.of(
                                new Serving.RoutePath("/tides", List.of("GET", "HEAD")),
                                new Serving.RoutePath("/high-water", List.of()))));
        Api api = Api.find("slug", "tides").firstResult();
        publisher.editApi(api.id, "Tide: Tables", "", "", Api.Visibility.UNLISTED);
        ApiVersion old =
                ApiVersion.find("api.slug = 'parcels' and label = 'v1'").firstResult();
        publisher.deprecateAgain(old.id, LocalDate.of(2020, 2, 29));
        publisher.retire(old.id);
        themes.publish(
                new Design("harbour", Map.of("light.fg", "#EEEEEE", "radius", "3"), logo()),
                "The “Portal”: true",
                "",
                "The brand is so.");
    }

    private static Logo logo() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 30; i++) image.setRGB(i, i, 0x336699 * i);
            ImageIO.write(image, "jpeg", out);
            return Logo.read("logo", out.toByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static DemoData.People people() {
        String unique = UUID.randomUUID().toString();
        return new DemoData.People(
                new DemoFile.Account("olga-" + unique + "@example.com", "lantern quiet river stone"),
                new DemoFile.Account("dana-" + unique + "@example.com", "lantern quiet river stone"));
    }

    private void undone(Runnable work) {
        QuarkusTransaction.begin();
        try {
            work.run();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private byte[] export() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        folders.export(archive);
        return archive.toByteArray();
    }

    private void empty() {
        entities.flush();
        entities.clear();
        for (String table : List.of(
                "registration", "api_key", "application", "plan_offer", "plan", "api_version", "api", "config_entity"))
            entities.createNativeQuery("delete from " + table).executeUpdate();
        entities.createNativeQuery("update portal set theme_version_id = '00000000-0000-4000-8000-000000000001'")
                .executeUpdate();
        entities.clear();
    }
}
