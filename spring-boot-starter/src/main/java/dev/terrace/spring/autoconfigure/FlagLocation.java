package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.Format;
import dev.terrace.flags.source.ClassPathSource;
import dev.terrace.flags.source.Source;
import dev.terrace.flags.source.WatchedFile;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What {@code terrace.flags.locations} names. */
final class FlagLocation {

    private static final String CLASS_PATH = "classpath:";
    private static final String FILE = "file:";

    private FlagLocation() {}

    /** The source of a location. */
    static Source source(String location, ClassLoader loader) {
        String place = location.strip();
        try {
            Format format = Format.of(place);
            if (place.startsWith(CLASS_PATH)) {
                String name = place.substring(CLASS_PATH.length());
                return ClassPathSource.of(name.startsWith("/") ? name.substring(1) : name, format, loader);
            }
            if (place.startsWith(FILE + "/")) {
                return WatchedFile.of(Path.of(URI.create(place)));
            }
            if (place.matches("[A-Za-z][A-Za-z0-9+.-]+:.*") && !place.startsWith(FILE)) {
                throw wrong(location, "it is neither on the class path nor a file");
            }
            return WatchedFile.of(Path.of(place.startsWith(FILE) ? place.substring(FILE.length()) : place));
        } catch (InvalidPathException e) {
            throw wrong(location, "it is no path: " + e.getReason());
        } catch (IllegalArgumentException e) { // no format, or no URI
            throw wrong(location, String.valueOf(e.getMessage()));
        }
    }

    private static TerraceConfigurationException wrong(String location, String why) {
        return new TerraceConfigurationException(
                "terrace.flags.locations names '" + location + "', which cannot be read: " + why + ".",
                "Name a document such as classpath:flags.yaml, file:conf/flags.json or conf/flags.yaml.",
                null);
    }
}
