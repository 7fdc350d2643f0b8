package dev.terrace.examples.quickstart;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The temporary directory in which the processes of a run meet. Thread-safe. */
record RunDirectory(Path path) {

    private static final JsonMapper JSON = new JsonMapper();

    static RunDirectory create() throws IOException {
        return new RunDirectory(Files.createTempDirectory("terrace-quickstart-"));
    }

    /** The requests, written by {@link Workload#write}. */
    Path requests() {
        return path.resolve("requests");
    }

    Path board() {
        return path.resolve("board");
    }

    /** The embedded database that is the nodes' common JDBC tier. */
    Path cache() {
        return path.resolve("cache");
    }

    Path log(int node) {
        return path.resolve("node-" + node + ".log");
    }

    void run(Run run) {
        JSON.writeValue(path.resolve("run.json"), run);
    }

    Run run() {
        return JSON.readValue(path.resolve("run.json"), Run.class);
    }

    void report(int node, NodeReport report) {
        JSON.writeValue(path.resolve("node-" + node + ".json"), report);
    }

    NodeReport report(int node) {
        return JSON.readValue(path.resolve("node-" + node + ".json"), NodeReport.class);
    }

    /** Deletes all that can be deleted; what a dying process still creates is tried once more. */
    void delete() {
        for (int tries = 0; tries < 3 && Files.exists(path); tries++) {
            deleteOnce();
        }
    }

    private void deleteOnce() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    return gone(file);
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException absent) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ignored) {
                    return gone(directory);
                }
            });
        } catch (IOException e) {
            System.err.println("quickstart: cannot delete " + path + ": " + e);
        }
    }

    private static FileVisitResult gone(Path path) {
        // File, not Files: a file that is gone already is no failure.
        path.toFile().delete();
        return FileVisitResult.CONTINUE;
    }
}
