package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierWrite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database in a file, in one process and in several. */
class EmbeddedIT extends Scene {

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("made").resolve("terrace");
    }

    private Jdbc open() {
        return Jdbc.builder(file()).statementTimeout(GENEROUS).build();
    }

    @Test
    void embedded_reopened_keepsEntriesAndTheLog() {
        Digest key = key();
        Appended appended;
        try (Jdbc jdbc = open()) {
            put(tier(jdbc), entry(key, at(1, 1), HOUR));
            appended = append(log(jdbc), Name.dependency("a"));
        }
        assertThat(file().resolveSibling("terrace.mv.db")).exists();

        Jdbc again = closing(open());

        assertThat(text(tier(again), key)).isEqualTo("1/1");
        assertThat(answer(log(again).read(Position.NONE, 10)).records())
                .containsExactly(new LogRecord(1, Name.dependency("a")));
        assertThat(answer(log(again).read(appended.position(0), 10)).reached()).isEqualTo(appended.position(0));
    }

    @Test
    void embedded_twiceInOneProcess_isOneDatabase() {
        Digest key = key();
        Tier first = tier(closing(open()));
        Tier second = tier(closing(open()));

        put(first, entry(key, at(1, 1), HOUR));

        assertThat(text(second, key)).isEqualTo("1/1");
    }

    /** Space that is free at once is what a long life would bring; a copy is what a kill leaves when nothing is being written. */
    @Test
    void embedded_copiedAfterEachAppend_lacksNone() throws Exception {
        Jdbc jdbc = closing(open());
        Tier tier = tier(jdbc);
        InvalidationLog log = log(jdbc);
        Rows.execute(jdbc.dataSource(), "SET RETENTION_TIME 0");

        for (int i = 1; i <= 30; i++) {
            byte[] envelope = new byte[random.nextInt(9_000)];
            random.nextBytes(envelope);
            put(tier, new TierWrite(new Digest(1, random.nextInt(20)), at(1, i), false, envelope, HOUR));
            append(log, Name.dependency("n" + i));

            Path copy = directory.resolve("copy" + i);
            Files.copy(file().resolveSibling("terrace.mv.db"), directory.resolve("copy" + i + ".mv.db"));
            assertThat(appended(copy)).as(seeded()).isEqualTo(i);
        }
    }

    private static long appended(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + file, "terrace", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sequence FROM terrace_log")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Test
    void embedded_ofAnH2ThatLosesCommitsWhenItCloses_isRefused() {
        assertThat(Embedded.isFit(1, 4)).isFalse();
        assertThat(Embedded.isFit(2, 3)).isFalse();
        assertThat(Embedded.isFit(2, 4)).isTrue();
        assertThat(Embedded.isFit(3, 0)).isTrue();
    }

    /** H2 closes the database for everybody when a thread is interrupted while it writes. */
    @Test
    void embedded_threadsInterruptedInTheMiddle_goesOn() throws Exception {
        Jdbc jdbc = closing(open());
        Tier tier = tier(jdbc);
        InvalidationLog log = log(jdbc);
        Position at = append(log, Name.dependency("first")).position(0);

        inParallel(2, number -> {
            for (int i = 0; i < 30; i++) {
                Thread.currentThread().interrupt();
                try {
                    Rows.execute(jdbc.dataSource(), "UPDATE terrace_log SET key_count = key_count + 1", Embedded.FLUSH);
                } catch (SQLException interrupted) {
                    // The statement may be lost, the database not.
                } finally {
                    Thread.interrupted();
                }
            }
        });

        Digest key = key();
        put(tier, entry(key, at, HOUR));
        assertThat(text(tier, key)).isEqualTo(at.toString());
        assertThat(append(log, Name.dependency("last")).first()).isEqualTo(2);
    }

    @Test
    void embedded_pathThatWouldEndTheUrl_isRefused() {
        JdbcBuilder builder = Jdbc.builder(directory.resolve("a;INIT=DROP ALL OBJECTS"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("semicolon");
    }

    @Test
    void embedded_directoryThatIsAFile_namesTheCure() throws IOException {
        Path notADirectory = Files.createFile(directory.resolve("plain"));
        JdbcBuilder builder = Jdbc.builder(notADirectory.resolve("terrace"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be opened")
                .hasMessageContaining("directory that this process may write");
    }

    /** One process serves the file to the other, on loopback alone; when it is killed the other takes over, and nothing is lost. */
    @Test
    void embedded_inTwoProcesses_isSharedAndOutlivesTheOneThatServes() throws Exception {
        EmbeddedChild server = closing(EmbeddedChild.start(file(), namespace));
        assertThat(server.answer()).isEqualTo("ready");
        EmbeddedChild client = closing(EmbeddedChild.start(file(), namespace));
        assertThat(client.answer()).isEqualTo("ready");

        assertThat(server.ask("put 1")).isEqualTo("1");
        assertThat(client.ask("get 1")).isEqualTo("value1");
        assertThat(client.ask("put 2")).isEqualTo("1");
        assertThat(server.ask("get 2")).isEqualTo("value2");
        assertThat(client.ask("append a")).endsWith("/1");
        assertThat(server.ask("append b")).endsWith("/2");
        assertThat(client.ask("read")).endsWith("/2:a,b");
        assertThat(reachableFromOutside()).isEmpty();

        assertThat(server.ask("append c")).endsWith("/3");
        server.kill();

        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> client.ask("read"), answer -> answer.endsWith("/3:a,b,c"));
        assertThat(client.ask("get 2")).isEqualTo("value2");
        assertThat(client.ask("append d")).endsWith("/4");
    }

    @Test
    void embedded_startedByThreeProcessesAtOnce_isSharedByAll() throws Exception {
        List<EmbeddedChild> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(closing(EmbeddedChild.start(file(), namespace)));
        }
        for (EmbeddedChild child : children) {
            assertThat(child.answer()).isEqualTo("ready");
        }

        for (int i = 0; i < 3; i++) {
            assertThat(children.get(i).ask("append " + i)).endsWith("/" + (i + 1));
        }

        assertThat(children.get(0).ask("read")).endsWith("/3:0,1,2");
    }

    /** Then H2 has read already on which address it is to listen, and would listen on all. */
    @Test
    void embedded_whereH2WasInUseBefore_isNotServedToTheNetwork() throws Exception {
        EmbeddedChild child = closing(EmbeddedChild.start(file(), namespace, "h2-in-use"));

        assertThat(child.answer()).isEqualTo("ready");

        assertThat(child.ask("put 1")).isEqualTo("1");
        assertThat(child.ask("get 1")).isEqualTo("value1");
        assertThat(reachableFromOutside()).isEmpty();
    }

    /** The addresses, other than loopback, on which the file is served. */
    private List<String> reachableFromOutside() throws IOException {
        Path lock = file().resolveSibling("terrace.lock.db");
        List<String> reachable = new ArrayList<>();
        if (!Files.exists(lock)) {
            return reachable;
        }
        Properties properties = new Properties();
        try (var content = Files.newInputStream(lock)) {
            properties.load(content);
        }
        String server = properties.getProperty("server");
        int port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                if (!address.isLoopbackAddress() && accepts(address, port)) {
                    reachable.add(address + ":" + port);
                }
            }
        }
        return reachable;
    }

    private static boolean accepts(InetAddress address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
