package dev.terrace.testkit;

import static dev.terrace.testkit.FaultProxy.Direction.TO_CLIENT;
import static dev.terrace.testkit.FaultProxy.Direction.TO_SERVER;
import static dev.terrace.testkit.TcpPair.receive;
import static dev.terrace.testkit.TcpPair.send;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private ServerSocket listener;
    private FaultProxy proxy;
    private TcpPair pair;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket();
        listener.bind(LoopbackPorts.address(0));
        proxy = FaultProxy.to(LoopbackPorts.HOST, listener.getLocalPort());
        pair = TcpPair.connect(proxy, listener);
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
        proxy.close();
        listener.close();
    }

    @Test
    void forward_noFault_bytesGoBothWays() throws IOException {
        send(pair.client, "ask");
        assertThat(receive(pair.server, 3)).isEqualTo("ask");
        send(pair.server, "answer");
        assertThat(receive(pair.client, 6)).isEqualTo("answer");
        assertThat(proxy.delivered(TO_SERVER)).isEqualTo(3);
        assertThat(proxy.delivered(TO_CLIENT)).isEqualTo(6);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void forward_moreThanAllBuffersHold_arrivesUnchanged() throws Exception {
        byte[] sent = new byte[16 << 20];
        new Random(1).nextBytes(sent);
        Thread sender = new Thread(() -> {
            try {
                pair.client.getOutputStream().write(sent);
                pair.client.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        sender.start();
        assertThat(pair.server.getInputStream().readAllBytes()).isEqualTo(sent);
        sender.join();
    }

    @Test
    void forward_oneSideEnds_otherDirectionGoesOn() throws IOException {
        pair.client.shutdownOutput();
        assertThat(pair.server.getInputStream().read()).isEqualTo(-1);
        send(pair.server, "late");
        pair.server.close();
        assertThat(receive(pair.client, 5)).isEqualTo("late");
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void forward_oneSideResets_otherIsReset() throws IOException {
        pair.server.setSoLinger(true, 0);
        pair.server.close();
        assertReset(pair.client);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void forward_serverRefuses_clientIsReset() throws IOException {
        listener.close();
        assertThatThrownBy(
                        () -> { // the reset may come as soon as the client has connected, or when it reads
                            try (Socket client = TcpPair.toLoopback(proxy.port())) {
                                client.getInputStream().read();
                            }
                        })
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void latency_oneWay_delaysThatWayOnly() throws IOException {
        proxy.latency(TO_SERVER, Duration.ofMillis(60));
        long start = System.nanoTime();
        send(pair.server, "fast");
        receive(pair.client, 4);
        send(pair.client, "slow");
        assertThat(receive(pair.server, 4)).isEqualTo("slow");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(60));

        // The way to the client still passes while bytes are under way to the server.
        send(pair.client, "slow");
        send(pair.server, "fast");
        assertThat(receive(pair.client, 4)).isEqualTo("fast");
        assertThat(proxy.delivered(TO_SERVER)).isEqualTo(4);
        assertThat(receive(pair.server, 4)).isEqualTo("slow");
    }

    @Test
    void latency_manyWrites_delaysAddNotUp() throws IOException {
        proxy.latency(TO_SERVER, Duration.ofMillis(100));
        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            send(pair.client, "x");
        }
        assertThat(receive(pair.server, 50)).hasSize(50);
        assertThat(System.nanoTime() - start).isBetween(MILLISECONDS.toNanos(100), MILLISECONDS.toNanos(2_500));
    }

    @Test
    void latency_healed_bytesUnderWayArriveAtOnce() throws IOException {
        proxy.latency(TO_SERVER, Duration.ofHours(1));
        send(pair.client, "x");
        proxy.heal();
        assertThat(receive(pair.server, 1)).isEqualTo("x");
    }

    @Test
    void bandwidth_limited_takesAsLongAsItMust() throws IOException {
        proxy.bandwidth(TO_SERVER, 100_000);
        long start = System.nanoTime();
        send(pair.client, "x".repeat(30_000));
        assertThat(receive(pair.server, 30_000)).hasSize(30_000);
        // 300 ms at that rate, less what may be made up for and the last slice, whose time comes after it.
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(260));
    }

    @Test
    void bandwidth_lifted_restArrivesAtOnce() throws IOException {
        proxy.bandwidth(TO_CLIENT, 1);
        send(pair.server, "x".repeat(10_000));
        proxy.bandwidth(TO_CLIENT, Long.MAX_VALUE);
        assertThat(receive(pair.client, 10_000)).hasSize(10_000);
    }

    @Test
    void swallow_toServer_requestVanishesRepliesPass() throws IOException {
        proxy.swallow(TO_SERVER);
        send(pair.client, "lost");
        await().until(() -> proxy.lost(TO_SERVER) == 4);
        send(pair.server, "push");
        assertThat(receive(pair.client, 4)).isEqualTo("push");
        assertSilent(pair.server);
    }

    @Test
    void swallow_toClient_serverDiesAndClientDoesNotLearn() throws IOException {
        proxy.swallow(TO_CLIENT);
        send(pair.client, "ask");
        assertThat(receive(pair.server, 3)).isEqualTo("ask");
        send(pair.server, "answer");
        pair.server.setSoLinger(true, 0);
        pair.server.close();
        await().until(() -> proxy.lost(TO_CLIENT) == 6);
        assertSilent(pair.client);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void swallow_newConnection_isAcceptedAndSilent() throws IOException {
        proxy.swallow(TO_SERVER);
        try (TcpPair later = TcpPair.connect(proxy, listener)) {
            send(later.client, "lost");
            await().until(() -> proxy.lost(TO_SERVER) == 4);
            assertSilent(later.server);
        }
    }

    @Test
    void heal_bytesWereSwallowed_connectionIsReset() throws IOException {
        proxy.swallow(TO_SERVER);
        send(pair.client, "lost");
        await().until(() -> proxy.lost(TO_SERVER) == 4);
        proxy.heal();
        assertReset(pair.client);
        assertReset(pair.server);
    }

    @Test
    void heal_nothingWasSwallowed_connectionLives() throws IOException {
        proxy.swallow(TO_SERVER);
        proxy.heal();
        send(pair.client, "ask");
        assertThat(receive(pair.server, 3)).isEqualTo("ask");
    }

    @Test
    void heal_endWasSwallowed_endArrives() throws IOException {
        proxy.swallow(TO_SERVER);
        pair.client.shutdownOutput();
        assertSilent(pair.server);
        proxy.heal();
        assertThat(pair.server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void stall_untilHealed_nothingIsLost() throws IOException {
        proxy.stall(TO_CLIENT);
        send(pair.server, "late");
        assertSilent(pair.client);
        send(pair.client, "ask");
        assertThat(receive(pair.server, 3)).isEqualTo("ask");
        proxy.heal();
        assertThat(receive(pair.client, 4)).isEqualTo("late");
        assertThat(proxy.lost(TO_CLIENT)).isZero();
    }

    @Test
    void cutAfter_someBytes_thoseArriveThenTheEnd() throws IOException {
        proxy.cutAfter(TO_CLIENT, 3);
        send(pair.server, "answer");
        assertThat(receive(pair.client, 6)).isEqualTo("ans");
        assertReset(pair.server);
        assertThat(proxy.lost(TO_CLIENT)).isEqualTo(3);
    }

    @Test
    void cutAfter_noBytes_requestArrivesReplyIsLost() throws IOException {
        proxy.cutAfter(TO_CLIENT, 0);
        send(pair.client, "ask");
        assertThat(receive(pair.server, 3)).isEqualTo("ask");
        send(pair.server, "answer");
        assertThat(pair.client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void cutAfter_hasCut_nextConnectionIsWhole() throws IOException {
        proxy.cutAfter(TO_SERVER, 0);
        send(pair.client, "ask");
        assertReset(pair.client);
        try (TcpPair next = TcpPair.connect(proxy, listener)) {
            send(next.client, "ask");
            assertThat(receive(next.server, 3)).isEqualTo("ask");
        }
    }

    @Test
    void resetConnections_all_bothSidesOfEachAreReset() throws IOException {
        try (TcpPair other = TcpPair.connect(proxy, listener)) {
            proxy.resetConnections();
            for (TcpPair each : new TcpPair[] {pair, other}) {
                assertReset(each.client);
                assertReset(each.server);
            }
            assertThat(proxy.connections()).isZero();
        }
        TcpPair.connect(proxy, listener).close();
    }

    @Test
    void refuseConnections_new_areRefusedAndOldOnesLive() throws IOException {
        proxy.refuseConnections();
        assertThatThrownBy(() -> TcpPair.toLoopback(proxy.port())).isInstanceOf(ConnectException.class);
        send(pair.client, "ask");
        assertThat(receive(pair.server, 3)).isEqualTo("ask");
    }

    @Test
    void acceptConnections_afterRefusal_samePortAgain() throws IOException {
        for (int i = 0; i < 20; i++) {
            proxy.refuseConnections();
            proxy.acceptConnections();
            TcpPair.connect(proxy, listener).close();
        }
    }

    @Test
    void heal_afterRefusal_accepts() throws IOException {
        proxy.refuseConnections();
        proxy.heal();
        TcpPair.connect(proxy, listener).close();
    }

    @Test
    void close_openConnections_areResetAndPortIsFree() throws IOException {
        proxy.close();
        proxy.close();
        assertReset(pair.client);
        assertReset(pair.server);
        assertThatThrownBy(() -> TcpPair.toLoopback(proxy.port())).isInstanceOf(ConnectException.class);
        assertThatThrownBy(proxy::heal).isInstanceOf(TestServerException.class).hasMessageContaining("is closed");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("fault-proxy-" + proxy.port()));
    }

    @Test
    void faults_fromManyThreadsUnderTraffic_proxyIsWholeAfterwards() throws Exception {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            tasks.add(new FutureTask<>(() -> {
                for (int i = 0; i < 50; i++) {
                    trySend("x".repeat(random.nextInt(20_000)));
                    breakSomething(random);
                }
                return null;
            }));
        }
        for (FutureTask<Void> task : tasks) {
            new Thread(task).start();
        }
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
        proxy.heal();
        proxy.resetConnections();
        assertThat(proxy.connections()).isZero();
        listener.setSoTimeout(10);
        assertThatThrownBy(() -> {
                    while (true) {
                        listener.accept().close();
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
        try (TcpPair next = TcpPair.connect(proxy, listener)) {
            send(next.client, "ask");
            assertThat(receive(next.server, 3)).isEqualTo("ask");
        }
    }

    private boolean trySend(String text) {
        try (Socket client = TcpPair.toLoopback(proxy.port())) {
            send(client, text);
            return true;
        } catch (IOException | UncheckedIOException refusedOrReset) {
            return false;
        }
    }

    private void breakSomething(Random random) {
        FaultProxy.Direction direction = random.nextBoolean() ? TO_CLIENT : TO_SERVER;
        switch (random.nextInt(9)) {
            case 0 -> proxy.latency(direction, Duration.ofMillis(random.nextInt(5)));
            case 1 -> proxy.bandwidth(direction, 1 + random.nextInt(1_000_000));
            case 2 -> proxy.swallow(direction);
            case 3 -> proxy.stall(direction);
            case 4 -> proxy.cutAfter(direction, random.nextInt(5_000));
            case 5 -> proxy.resetConnections();
            case 6 -> proxy.refuseConnections();
            case 7 -> proxy.acceptConnections();
            default -> proxy.heal();
        }
    }

    @Test
    void uri_ofAnyKind_namesTheProxy() {
        assertUri("redis://:secret@127.0.0.1:6379/2?timeout=1s", "redis://:secret@127.0.0.1:%d/2?timeout=1s");
        assertUri("redis://localhost:6379", "redis://127.0.0.1:%d");
        assertUri("jdbc:postgresql://[::1]:5432/db?user=a", "jdbc:postgresql://127.0.0.1:%d/db?user=a");
    }

    @Test
    void to_uriWithoutPort_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FaultProxy.to("redis://localhost"));
        assertThatIllegalArgumentException().isThrownBy(() -> FaultProxy.to("jdbc:h2:mem:x"));
    }

    @Test
    void faults_impossibleValues_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy.bandwidth(TO_CLIENT, 0))
                .withMessage("bytesPerSecond must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy.latency(TO_CLIENT, Duration.ofMillis(-1)))
                .withMessage("delay must not be negative: PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy.cutAfter(TO_CLIENT, -1))
                .withMessage("bytes must not be negative: -1");
    }

    private static void assertUri(String server, String expected) {
        try (FaultProxy any = FaultProxy.to(server)) {
            assertThat(any.uri()).isEqualTo(expected, any.port());
        }
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** Nothing has come, not even an end, for a while. What would come late would come to a test's disadvantage only. */
    private static void assertSilent(Socket socket) throws IOException {
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout(30);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(timeout);
    }
}
