package io.gatehouse.folder;

import io.gatehouse.catalog.ApiVersion.SourceFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where each thing of a portal stands in its folder. */
public final class FolderLayout {
    static final int FORMAT = 1;
    public static final String PORTAL = "portal.yaml";
    static final String THEME = "theme/theme.yaml";
    static final String LOGO_PNG = "theme/logo.png";
    static final String LOGO_JPEG = "theme/logo.jpg";
    /** Keeps git from changing line ends, and with them the bytes of a spec. */
    public static final String GIT_ATTRIBUTES = ".gitattributes";

    private static final Pattern PLAN = Pattern.compile("plans/([a-z0-9-]{1,60})\\.yaml");
    private static final Pattern API = Pattern.compile("apis/([a-z0-9-]{1,60})/api\\.yaml");
    private static final Pattern VERSION = Pattern.compile(
            "apis/([a-z0-9-]{1,60})/([A-Za-z0-9._-]{1,40})/(version\\.yaml|spec\\.yaml|spec\\.json|docs\\.md)");

    private FolderLayout() {}

    /** What a file belongs to. */
    record Version(String api, String label) {
        String file(String name) {
            return "apis/" + api + "/" + label + "/" + name;
        }

        String file() {
            return file("version.yaml");
        }

        String docs() {
            return file("docs.md");
        }

        String spec(SourceFormat format) {
            return file("spec." + PortalState.word(format));
        }

        @Override
        public String toString() {
            return api + " " + label;
        }
    }

    static String plan(String slug) {
        return "plans/" + slug + ".yaml";
    }

    static String api(String slug) {
        return "apis/" + slug + "/api.yaml";
    }

    static Optional<String> planOf(String file) {
        Matcher matcher = PLAN.matcher(file);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static Optional<String> apiOf(String file) {
        Matcher matcher = API.matcher(file);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static Optional<Version> versionOf(String file) {
        Matcher matcher = VERSION.matcher(file);
        return matcher.matches() ? Optional.of(new Version(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Whether a portal's folder can have such a file. */
    public static boolean holds(String file) {
        return file.equals(PORTAL)
                || file.equals(THEME)
                || file.equals(LOGO_PNG)
                || file.equals(LOGO_JPEG)
                || planOf(file).isPresent()
                || apiOf(file).isPresent()
                || versionOf(file).isPresent();
    }
}
