package io.gatehouse.gateway.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Plugins of others: JARs in a folder. One that cannot be used is no reason to start without it, since it may be what guards an API. */
public final class PluginJars {
    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final List<Plugin<?>> plugins;
    private final Map<String, String> owners = new HashMap<>();

    private PluginJars(List<Plugin<?>> builtIn) {
        plugins = new ArrayList<>(builtIn);
        builtIn.forEach(plugin -> owners.put(plugin.name(), "Gatehouse itself"));
    }

    /** A JAR that cannot be used; the message names it. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Unusable(Path jar, String reason, Throwable cause) {
            super("the plugins in " + jar + " cannot be used: " + reason, cause);
        }
    }

    /** The plugins that come with the product and those of every JAR in the folder, which need not exist. */
    public static List<Plugin<?>> beside(List<Plugin<?>> builtIn, Path folder) {
        PluginJars all = new PluginJars(builtIn);
        jars(folder).forEach(all::load);
        return List.copyOf(all.plugins);
    }

    /** The folder and those of its JARs that somebody else than their owner may change. */
    public static List<Path> writableByOthers(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        return Stream.concat(Stream.of(folder), jars(folder).stream())
                .filter(PluginJars::isWritableByOthers)
                .toList();
    }

    private static boolean isWritableByOthers(Path path) {
        PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (posix == null) return false;
        try {
            return !Collections.disjoint(posix.readAttributes().permissions(), OF_OTHERS);
        } catch (IOException e) {
            throw new Unusable(path, e.toString(), e);
        }
    }

    /** In the same order everywhere, so that of two that collide the same one is told. */
    private static List<Path> jars(Path folder) {
        if (Files.notExists(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Unusable(folder, "the folder cannot be read: " + e, e);
        }
    }

    private void load(Path jar) {
        checkArchive(jar);
        // Stays open as long as the process runs: classes are read when they are first needed.
        ClassLoader loader = new URLClassLoader(jar.toString(), new URL[] {url(jar)}, Plugin.class.getClassLoader());
        int before = plugins.size();
        try {
            @SuppressWarnings("rawtypes")
            Iterator<ServiceLoader.Provider<Plugin>> providers =
                    ServiceLoader.load(Plugin.class, loader).stream().iterator();
            while (providers.hasNext()) {
                ServiceLoader.Provider<?> provider = providers.next();
                if (provider.type().getClassLoader() == loader) add((Plugin<?>) provider.get(), jar);
            }
        } catch (ServiceConfigurationError | LinkageError broken) {
            throw new Unusable(jar, reason(broken), broken);
        }
        if (plugins.size() == before) throw new Unusable(jar, SERVICE + " names no class of this JAR", null);
    }

    /** A broken archive looks like an empty one to a class loader. */
    private static void checkArchive(Path jar) {
        try (ZipFile archive = new ZipFile(jar.toFile())) {
            if (archive.getEntry(SERVICE) == null) throw new Unusable(jar, "it has no " + SERVICE, null);
        } catch (IOException e) {
            throw new Unusable(jar, "it is not a JAR that can be read: " + e.getMessage(), e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new Unusable(jar, e.toString(), e);
        }
    }

    private void add(Plugin<?> plugin, Path jar) {
        String name = name(plugin, jar);
        String owner = owners.putIfAbsent(name, jar.getFileName().toString());
        if (owner != null) throw new Unusable(jar, "it has a plugin “" + name + "”, and so has " + owner, null);
        plugins.add(plugin);
    }

    /** Also looks at what the configuration consists of, while it is known whose it is. */
    private static String name(Plugin<?> plugin, Path jar) {
        String type = plugin.getClass().getName();
        try {
            String name = plugin.name();
            Class<?> config = plugin.configType();
            if (name == null || name.isBlank()) throw new Unusable(jar, type + " says no name", null);
            if (config == null || !config.isRecord())
                throw new Unusable(jar, "the configuration of " + type + " is no record", null);
            new PluginSchema<>(plugin.configType());
            return name;
        } catch (Unusable told) {
            throw told;
        } catch (RuntimeException | LinkageError broken) {
            throw new Unusable(jar, type + " fails: " + broken, broken);
        }
    }

    /** Java names its own interface first, and says only in the cause why a class could not be made. */
    private static String reason(Throwable broken) {
        String message = String.valueOf(broken.getMessage()).replace(Plugin.class.getName() + ": ", "");
        if (!(broken instanceof ServiceConfigurationError))
            return broken.getClass().getSimpleName() + ": " + message;
        return broken.getCause() == null ? message : message + ": " + broken.getCause();
    }
}
