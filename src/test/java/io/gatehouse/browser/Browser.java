package io.gatehouse.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A real Chromium, one for the whole run; every context of it is a private window of its own. */
public final class Browser {

    /** A width and a colour scheme. */
    public record Look(int width, ColorScheme scheme) {
        @Override
        public String toString() {
            return width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        }
    }

    /** How every page has to look finished: on a phone and on a desk, in light and dark. */
    public static final List<Look> LOOKS = List.of(
            new Look(390, ColorScheme.LIGHT),
            new Look(390, ColorScheme.DARK),
            new Look(1440, ColorScheme.DARK),
            new Look(1440, ColorScheme.LIGHT));

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static com.microsoft.playwright.Browser chromium;

    private Browser() {}

    /** A private window as wide as a desk's screen, in the light. */
    public static BrowserContext context() {
        return context(1440, ColorScheme.LIGHT, true);
    }

    public static BrowserContext context(int width, ColorScheme scheme, boolean javaScript) {
        return chromium()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, width < 600 ? 844 : 900)
                        .setColorScheme(scheme)
                        .setJavaScriptEnabled(javaScript)
                        .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    }

    /** Shows an open page in another width and scheme. */
    public static void show(Page page, Look look) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.scheme()));
        page.setViewportSize(look.width(), look.width() < 600 ? 844 : 900);
    }

    /** No violation of WCAG 2.2 A and AA that a machine can find. */
    public static void assertAccessible(Page page, String what) {
        List<String> violations = Axe.violations(page);
        assertTrue(violations.isEmpty(), () -> what + " (" + page.url() + "):\n" + String.join("\n", violations));
    }

    /** The page must not be wider than the window. */
    public static void assertFits(Page page, String what) {
        Object spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertTrue(((Number) spare).intValue() <= 0, () -> what + " is " + spare + " px wider than the window");
    }

    /** For people to look at: {@code target/screenshots/NAME.png}, with {@code -Dgatehouse.test.screenshots=true}. */
    public static void screenshot(Page page, String name) {
        if (!Boolean.getBoolean("gatehouse.test.screenshots")) return;
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** One window of a page, for the README. */
    public static void picture(Page page, String name) {
        if (!Boolean.getBoolean("gatehouse.test.screenshots")) return;
        page.evaluate("scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private static synchronized com.microsoft.playwright.Browser chromium() {
        if (chromium == null) {
            Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                    .setEnv(Map.of(
                            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                            "1",
                            "PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS",
                            "1")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            chromium = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
        }
        return chromium;
    }

    private static Path executable() {
        String given = System.getenv("GATEHOUSE_TEST_BROWSER");
        return Stream.of(
                        given == null ? "" : given,
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "No Chromium found. Run ./gatehouse verify, or set GATEHOUSE_TEST_BROWSER to its path."));
    }
}
