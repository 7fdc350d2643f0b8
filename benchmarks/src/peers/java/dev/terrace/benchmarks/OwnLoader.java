package dev.terrace.benchmarks;

import dev.openfeature.sdk.FeatureProvider;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/*
 * flagd validates its documents with json-schema-validator 1.5, Terrace with 3.0; both have the same packages, and neither works with the other's.
 * So flagd and its validator come from a loader that asks itself first for these, and the application's for all else.
 */
/** Loads flagd beside another version of what it needs. Thread-safe. */
final class OwnLoader extends URLClassLoader {

    private static final List<String> OWN = List.of(
            "dev.openfeature.contrib.providers.flagd.",
            "dev.openfeature.flagd.",
            "com.networknt.",
            Flagd.class.getName());

    private OwnLoader(List<URL> urls) {
        super(urls.toArray(URL[]::new), OwnLoader.class.getClassLoader());
    }

    /** The provider for a file. */
    static FeatureProvider flagd(Path file) {
        try {
            URI classes = Flagd.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            List<URL> urls = new ArrayList<>();
            urls.add(classes.toURL());
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (Path.of(entry).getFileName().toString().startsWith("flagd-")) {
                    urls.add(Path.of(entry).toUri().toURL());
                }
            }
            try (var jars = Files.list(Path.of(classes).resolveSibling("flagd"))) {
                for (Path jar : jars.toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
            @SuppressWarnings("unchecked")
            Function<String, FeatureProvider> flagd = (Function<String, FeatureProvider>) new OwnLoader(urls)
                    .loadClass(Flagd.class.getName())
                    .getConstructor()
                    .newInstance();
            return flagd.apply(file.toString());
        } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
            throw new IllegalStateException("flagd is not here", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (OWN.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    /** flagd's schemas too. */
    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }
}
