package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers end with the JVM that started them, even if it has no time to end them. */
class ServerLifeIT {

    private static final Pattern PORT = Pattern.compile("://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path directory;

    @Test
    void jvm_killed_serversDie() throws Exception {
        try (OtherJvm jvm = launch()) {
            jvm.process.destroyForcibly();
            assertThatAllStop(jvm.ports);
        }
    }

    @Test
    void jvm_terminated_serversDieAndFilesAreGone() throws Exception {
        try (OtherJvm jvm = launch()) {
            jvm.process.destroy();
            jvm.process.waitFor();
            assertThatAllStop(jvm.ports);
            assertThat(directory).isDirectoryNotContaining("glob:**terrace-*");
        }
    }

    private OtherJvm launch() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-Dot.epg.working-dir=" + System.getProperty("java.io.tmpdir") + "/embedded-pg",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Abandoned.class.getName())
                .redirectError(Redirect.INHERIT)
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        List<Integer> ports = List.of(port(lines, "redis"), port(lines, "postgres"));
        assertThat(ports).allMatch(ServerLifeIT::isOpen);
        return new OtherJvm(process, ports);
    }

    private static int port(BufferedReader lines, String server) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher port = PORT.matcher(line);
            if (line.startsWith(server) && port.find()) {
                return Integer.parseInt(port.group(1));
            }
        }
        throw new AssertionError("the other JVM has ended without telling the port of " + server);
    }

    private static void assertThatAllStop(List<Integer> ports) {
        for (int port : ports) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !isOpen(port));
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = TcpPair.toLoopback(port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private record OtherJvm(Process process, List<Integer> ports) implements AutoCloseable {

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
