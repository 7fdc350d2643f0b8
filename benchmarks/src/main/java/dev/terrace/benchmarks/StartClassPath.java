package dev.terrace.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/*
 * An application gets the starter as jars, so that is how it is started here. A build has directories of classes in their stead, and a JVM that looks for a
 * class asks the file system about each directory that stands before the right place: several thousand times in a start, which would be measured
 * as if it were the starter's. For the same reason the application's own jars stand first, as they do where a dependency is added to those that are
 * there; and nothing of what else is measured here is on the class path, nor what peers bring of another Jackson and Netty, for Boot looks for the classes of
 * its conditions in each of the jars.
 */
/** Class paths of applications that are started, of jars alone but for the application itself. Thread-safe once it is packed. */
final class StartClassPath implements AutoCloseable {

    private static final Pattern BOOT = Pattern.compile("(spring-boot|spring-boot-autoconfigure|"
            + "spring-(core|beans|context|aop|expression)|micrometer-(commons|observation)|commons-logging|jspecify|"
            + "slf4j-(api|simple)|snakeyaml)-\\d.*\\.jar");
    private static final Pattern CAFFEINE =
            Pattern.compile("(spring-boot-(starter-)?cache|spring-context-support|caffeine)-\\d.*\\.jar");
    private static final Pattern STARTER = Pattern.compile(
            "((lettuce-core|redis-authx-core|netty-(buffer|codec-base|codec-dns|common|handler|resolver|resolver-dns|transport|"
                    + "transport-native-unix-common)|reactor-core|reactive-streams|HikariCP|jackson-annotations|"
                    + "re2j|snakeyaml-engine|terrace-(cache-core|cache-redis|cache-jdbc|flags|spring-boot-starter))-\\d"
                    + "|jackson-(core|databind|dataformat-smile)-3).*\\.jar");
    private static final Pattern MODULE =
            Pattern.compile(".*/(cache-core|cache-redis|cache-jdbc|flags|spring-boot-starter)/target/classes/?");
    private static final Pattern APPLICATION =
            Pattern.compile(".*/benchmarks/target/((peers/)?classes/?|terrace-benchmarks-\\d[^/]*\\.jar)");

    /** What an application has. */
    enum Jars {
        /** What spring-boot-starter brings. */
        BOOT,
        /** What spring-boot-starter-cache brings beside, and Caffeine. */
        CAFFEINE,
        /** What terrace-spring-boot-starter brings beside. */
        STARTER
    }

    private final Path directory;
    private final List<String> boot = new ArrayList<>();
    private final List<String> caffeine = new ArrayList<>();
    private final List<String> starter = new ArrayList<>();

    private StartClassPath(Path directory) {
        this.directory = directory;
    }

    /** Of the class path of this process. Terrace's modules, where they are directories, are packed into a directory that is deleted in the end. */
    static StartClassPath packed() throws IOException {
        return packed(System.getProperty("java.class.path"));
    }

    /** The same of another class path. */
    static StartClassPath packed(String classPath) throws IOException {
        StartClassPath packed = new StartClassPath(Files.createTempDirectory("spring-start"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            packed.add(entry, entry.replace(File.separatorChar, '/'));
        }
        return packed;
    }

    private void add(String entry, String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (BOOT.matcher(name).matches() || APPLICATION.matcher(path).matches()) {
            boot.add(entry);
        } else if (CAFFEINE.matcher(name).matches()) {
            caffeine.add(entry);
        } else if (MODULE.matcher(path).matches()) {
            Path jar = directory.resolve("module-" + starter.size() + ".jar");
            pack(Path.of(entry), jar);
            starter.add(jar.toString());
        } else if (STARTER.matcher(name).matches()) {
            starter.add(entry);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    /** The class path of an application that has these. */
    String of(Jars jars) {
        List<String> all = new ArrayList<>(boot);
        if (jars != Jars.BOOT) {
            all.addAll(caffeine);
        }
        if (jars == Jars.STARTER) {
            all.addAll(starter);
        }
        return String.join(File.pathSeparator, all);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
