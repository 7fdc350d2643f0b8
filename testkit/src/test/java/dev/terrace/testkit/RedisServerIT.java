package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisServerIT {

    private final RedisServer redis = RedisServer.launch();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void command_repliesOfAllKinds_areText() {
        assertThat(redis.command("SET", "a", "ä b\r\n")).isEqualTo("OK");
        assertThat(redis.command("GET", "a")).isEqualTo("ä b\r\n");
        assertThat(redis.command("GET", "absent")).isEqualTo("(nil)");
        assertThat(redis.command("INCR", "n")).isEqualTo("1");
        assertThat(redis.command("RPUSH", "l", "x", "", "z")).isEqualTo("3");
        assertThat(redis.command("LRANGE", "l", "0", "-1")).isEqualTo("x\n\nz");
        assertThat(redis.command("DEBUG", "SLEEP", "0")).isEqualTo("OK");
    }

    @Test
    void command_errorReply_isThrownWithItsText() {
        assertThatThrownBy(() -> redis.command("NONSENSE"))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("ERR unknown command");
    }

    @Test
    void kill_running_connectionsAreRefused() {
        redis.kill();
        redis.kill();
        assertThatThrownBy(() -> TcpPair.toLoopback(redis.port())).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(TestServerException.class);
    }

    @Test
    void start_afterKill_emptyOnTheSamePort() {
        String uri = redis.uri();
        redis.command("SET", "a", "1");
        redis.kill();
        redis.start();
        redis.start();
        assertThat(redis.uri()).isEqualTo(uri);
        assertThat(redis.command("DBSIZE")).isEqualTo("0");
    }

    @Test
    void pause_running_connectsButDoesNotAnswerUntilResumed() throws IOException {
        redis.pause();
        try (Socket socket = TcpPair.toLoopback(redis.port())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
            socket.setSoTimeout(50);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            redis.resume();
            socket.setSoTimeout(10_000);
            assertThat(new String(socket.getInputStream().readNBytes(7), StandardCharsets.UTF_8))
                    .isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void pause_killed_isRefused() {
        redis.kill();
        assertThatThrownBy(redis::pause).isInstanceOf(TestServerException.class).hasMessageContaining("not running");
    }

    @Test
    void reset_full_isEmptyAndNotRestarted() {
        redis.command("SET", "a", "1");
        redis.command("SCRIPT", "LOAD", "return 1");
        String process = process();
        redis.reset();
        assertThat(redis.command("DBSIZE")).isEqualTo("0");
        assertThat(redis.command("SCRIPT", "EXISTS", "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"))
                .isEqualTo("0");
        assertThat(process()).isEqualTo(process);
    }

    @Test
    void reset_configurationWasChanged_isAsBefore() {
        redis.command("CONFIG", "SET", "maxmemory", "1mb");
        redis.command("ACL", "SETUSER", "somebody", "on");
        redis.reset();
        assertThat(redis.command("CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n0");
        assertThat(redis.command("ACL", "USERS")).isEqualTo("default");
    }

    @Test
    void reset_clientsPausedOrProcessStopped_answers() {
        redis.command("CLIENT", "PAUSE", "60000", "WRITE");
        redis.reset();
        assertThat(redis.command("SET", "a", "1")).isEqualTo("OK");
        redis.pause();
        redis.reset();
        assertThat(redis.command("DBSIZE")).isEqualTo("0");
        redis.command("CLIENT", "PAUSE", "60000", "ALL");
        redis.reset();
        assertThat(redis.command("PING")).isEqualTo("PONG");
    }

    @Test
    void reset_killed_runs() {
        redis.kill();
        redis.reset();
        assertThat(redis.command("PING")).isEqualTo("PONG");
    }

    @Test
    void launch_settings_win() {
        try (RedisServer other = RedisServer.launch("maxmemory 7mb", "requirepass \"p@ss word\"")) {
            assertThat(other.uri()).isEqualTo("redis://:p%40ss%20word@127.0.0.1:" + other.port());
            assertThat(other.command("CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n7340032");
            assertThat(RedisServer.at(other.uri()).command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void launch_appendOnly_survivesKill() {
        try (RedisServer other = RedisServer.launch("appendonly yes", "appendfsync always")) {
            other.command("SET", "a", "1");
            other.restart();
            assertThat(other.command("GET", "a")).isEqualTo("1");
        }
    }

    @Test
    void launch_nonsense_saysWhy() {
        assertThatThrownBy(() -> RedisServer.launch("nonsense 1"))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void at_external_isUsedButNotGoverned() {
        RedisServer external = RedisServer.at(redis.uri());
        external.command("SET", "a", "1");
        for (Runnable operation :
                new Runnable[] {external::kill, external::start, external::restart, external::pause, external::resume
                }) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(TestServerException.class)
                    .hasMessageContaining("@WithRedis(isolated = true)");
        }
        external.reset();
        external.close();
        assertThat(redis.command("DBSIZE")).isEqualTo("0");
    }

    @Test
    void at_notARedisUri_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisServer.at("http://localhost"));
    }

    @Test
    void close_running_processAndFilesAreGone() {
        String directory = redis.command("CONFIG", "GET", "dir").substring("dir\n".length());
        assertThat(Path.of(directory)).isDirectory();
        redis.close();
        redis.close();
        assertThat(Path.of(directory)).doesNotExist();
        assertThatThrownBy(() -> TcpPair.toLoopback(redis.port())).isInstanceOf(ConnectException.class);
    }

    private String process() {
        return redis.command("INFO", "server")
                .lines()
                .filter(line -> line.startsWith("process_id"))
                .findFirst()
                .orElseThrow();
    }
}
