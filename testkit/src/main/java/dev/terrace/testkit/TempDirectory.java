package dev.terrace.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory of its own for one server, deleted with all that is in it. */
record TempDirectory(Path path) implements AutoCloseable {

    static TempDirectory create(String purpose) {
        try {
            return new TempDirectory(Files.createTempDirectory("terrace-" + purpose + "-"));
        } catch (IOException e) {
            throw new TestServerException("no temporary directory for " + purpose, e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Deletes what can be deleted; a file that another process removes or holds at this moment is no reason to fail. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    return delete(file);
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ignored) {
                    return delete(directory);
                }
            });
        } catch (IOException e) {
            throw new TestServerException("cannot delete " + path, e);
        }
    }

    private static FileVisitResult delete(Path path) {
        // File, not Files: the answer is a boolean, and nobody would do anything about a failure.
        path.toFile().delete();
        return FileVisitResult.CONTINUE;
    }
}
