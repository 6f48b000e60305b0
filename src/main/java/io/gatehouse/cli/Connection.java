package io.gatehouse.cli;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which control plane is called, and as whom. A token is no argument, since everybody on a machine sees the arguments of all. */
final class Connection {
    private static final String USUAL_URL = "http://localhost:8001";
    private static final String URL_VARIABLE = "GATEHOUSE_ADMIN_URL";
    private static final String TOKEN_VARIABLE = "GATEHOUSE_ADMIN_TOKEN";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Of the Admin API; else GATEHOUSE_ADMIN_URL, else http://localhost:8001.")
    private String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Holds the token of the Admin API; else GATEHOUSE_ADMIN_TOKEN, else that of the data folder of this machine.")
    private Path tokenFile;

    ControlPlane to(String group, Surroundings around) {
        return to(null, null, group, around);
    }

    /** @param otherUrl in place of the usual one; null for that, as is the file */
    ControlPlane to(String otherUrl, Path otherTokenFile, String group, Surroundings around) {
        URI address = address(otherUrl == null ? url(around) : otherUrl);
        Path file = otherTokenFile == null ? tokenFile : otherTokenFile;
        boolean isHere = isHere(address.getHost());
        if (address.getScheme().equals("http") && !isHere)
            around.problems()
                    .println(
                            "WARNING: " + address
                                    + " is plain http to another machine: the token and all secrets go over the network in the clear.");
        return new ControlPlane(address, token(file, isHere, around), group);
    }

    private String url(Surroundings around) {
        if (url != null) return url;
        return Optional.ofNullable(around.environment().apply(URL_VARIABLE))
                .filter(given -> !given.isBlank())
                .orElse(USUAL_URL);
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text.replaceFirst("/+$", ""));
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isHttp && address.getHost() != null && address.getUserInfo() == null) return address;
        } catch (IllegalArgumentException unreadable) {
            // Told below, as all others that are none.
        }
        throw new Failed(text + " is no address of an Admin API; expected one such as " + USUAL_URL);
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static String token(Path file, boolean isHere, Surroundings around) {
        if (file != null) return read(file);
        String given = around.environment().apply(TOKEN_VARIABLE);
        if (given != null && !given.isBlank()) return given.strip();
        // That of this machine's installation is for no other.
        return (isHere ? kept(around.data().resolve("secrets.properties")) : Optional.<String>empty())
                .orElseThrow(() -> new Failed("no token for the Admin API: set " + TOKEN_VARIABLE
                        + ", or name a file with --token-file. docs/admin-api.md says where it is kept."));
    }

    private static String read(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.contains("\n")) throw new Failed(file + " holds no token: expected one line");
            return token;
        } catch (IOException unreadable) {
            throw new Failed("cannot read the token: " + unreadable.getMessage());
        }
    }

    private static Optional<String> kept(Path secrets) {
        if (!Files.isReadable(secrets)) return Optional.empty();
        try (Reader reader = Files.newBufferedReader(secrets)) {
            Properties properties = new Properties();
            properties.load(reader);
            return Optional.ofNullable(properties.getProperty("admin-token"));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
