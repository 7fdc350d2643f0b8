package dev.terrace.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB out of a Maven artifact, run by this JVM on loopback, also as root. It does not wait for the disk, and keeps a binary log as
 * servers in use do. Thread-safe.
 */
final class LocalMariaDb {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final List<String> TABLES =
            List.of("mariadb_system_tables.sql", "mariadb_performance_tables.sql", "mariadb_system_tables_data.sql");

    private static final List<String> FIRST =
            List.of("CREATE DATABASE mysql;", "USE mysql;", "SET @auth_root_socket = NULL;");

    private final Path binaries;
    private final TempDirectory directory;
    private final ExitHook hook;
    private final int port = LoopbackPorts.free();
    private volatile ServerProcess process;

    private LocalMariaDb(Path binaries, TempDirectory directory) {
        this.binaries = binaries;
        this.directory = directory;
        fill();
        process = ServerProcess.start(
                command(List.of(
                        "--bind-address=" + LoopbackPorts.HOST,
                        "--port=" + port,
                        "--skip-name-resolve",
                        "--skip-ssl", // else it makes itself an RSA key first, which takes seconds, and many on a busy
                        // machine
                        "--socket=" + directory.file("s.sock"),
                        "--pid-file=" + directory.file("pid"),
                        "--init-file=" + directory.file("init.sql"),
                        "--max-connections=500",
                        "--log-bin=" + directory.file("binlog"),
                        "--sync-binlog=0")),
                directory.path(),
                directory.file("mariadb.log"));
        hook = new ExitHook("mariadb", this::end);
    }

    static MariaDbBackend launch() {
        TempDirectory directory = TempDirectory.create("mariadb");
        try {
            Path binaries = MariaDbBinary.directory(directory);
            LocalMariaDb local = new LocalMariaDb(binaries, directory);
            MariaDbBackend backend = MariaDbBackend.at(LoopbackPorts.HOST, local.port, local::close);
            local.awaitAnswer(backend.jdbcUrl());
            return backend;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private List<String> command(List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + binaries,
                "--lc-messages-dir=" + binaries.resolve("share"),
                "--datadir=" + directory.file("data"),
                "--tmpdir=" + directory.path(),
                "--innodb-data-file-path=ibdata1:4M:autoextend",
                "--innodb-temp-data-file-path=ibtmp1:1M:autoextend",
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M",
                "--innodb-undo-tablespaces=0",
                "--innodb-doublewrite=0",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-flush-method=nosync",
                "--sync-frm=0",
                "--innodb-use-native-aio=0",
                "--innodb-buffer-pool-dump-at-shutdown=0",
                "--innodb-buffer-pool-load-at-startup=0",
                "--performance-schema=0"));
        String user = System.getProperty("user.name");
        if (user.equals("root")) {
            command.add("--user=root"); // else it refuses to be root
        }
        command.addAll(more);
        return command;
    }

    /** Makes the data directory and the tables of the server itself, and says what is to be done at its first start. */
    private void fill() {
        Path log = directory.file("bootstrap.log");
        try {
            Files.createDirectory(directory.file("data"));
            Files.write(
                    directory.file("init.sql"),
                    List.of(
                            "CREATE USER " + MariaDbBackend.USER + "@'%' IDENTIFIED BY '" + MariaDbBackend.PASSWORD
                                    + "';",
                            "GRANT ALL ON *.* TO " + MariaDbBackend.USER + "@'%' WITH GRANT OPTION;"));
            Process bootstrap = new ProcessBuilder(command(List.of("--bootstrap", "--skip-networking")))
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
            try (OutputStream statements = bootstrap.getOutputStream()) {
                for (String first : FIRST) {
                    statements.write((first + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
                }
                for (String table : TABLES) {
                    Files.copy(binaries.resolve("share").resolve(table), statements);
                }
            }
            if (bootstrap.waitFor() != 0) {
                throw new TestServerException("MariaDB does not make its tables:\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new TestServerException("MariaDB's directory cannot be filled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException("interrupted while MariaDB made its tables", e);
        }
    }

    private void awaitAnswer(String url) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        @Nullable SQLException last = null;
        while (!process.awaitExit(PERIOD)) {
            try (Connection connection = DriverManager.getConnection(url)) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException notYet) {
                last = notYet;
                if (System.nanoTime() - deadline > 0) {
                    break;
                }
            }
        }
        String log = process.log();
        close();
        throw new TestServerException("MariaDB does not answer:\n" + log, last);
    }

    private void close() {
        hook.cancel();
        end();
    }

    /** Idempotent; who comes second waits for the first. */
    private synchronized void end() {
        try (directory) {
            process.kill();
        }
    }
}
