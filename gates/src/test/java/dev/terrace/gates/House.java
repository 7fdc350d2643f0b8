package dev.terrace.gates;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where things are, seen from this module's directory, in which its tests run. */
final class House {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static final List<String> PUBLISHED =
            List.of("cache-core", "cache-redis", "cache-jdbc", "flags", "testkit", "spring-boot-starter");

    static final String PLANTED = "dev.terrace.gates.planted";

    private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode", ".settings");

    private House() {}

    /** All main classes of the published modules. */
    static JavaClasses publishedClasses() {
        return new ClassFileImporter()
                .importPaths(PUBLISHED.stream()
                        .map(module -> ROOT.resolve(module).resolve("target/classes"))
                        .toList());
    }

    /** The classes that break the rules on purpose. */
    static JavaClasses plantedClasses() {
        return new ClassFileImporter().importPackages(PLANTED);
    }

    /** The directories beside this one, or one level below those, that are modules. */
    static List<Path> modules() {
        try (var children = Files.walk(ROOT, 2)) {
            return children.filter(child -> !child.equals(ROOT) && Files.exists(child.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All modules but this one, whose tests plant what the others must not have. */
    static List<Path> otherModules() {
        return modules().stream().filter(module -> !module.endsWith("gates")).toList();
    }

    /** Every file under a directory that is neither built nor private to a tool; none where the directory is absent. */
    static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(dir.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    /** The files under a directory whose name ends so. */
    static List<Path> files(Path directory, String ending) {
        return files(directory).stream()
                .filter(file -> file.toString().endsWith(ending))
                .toList();
    }

    static String shortName(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }
}
