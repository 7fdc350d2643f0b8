package dev.terrace.testkit.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Like TCP: requests arrive in the order in which they were sent, and answers too. When it is cut, whatever is under way fails at
 * once for the caller; of what was on its way to the server some is lost, some arrives and takes effect, now or much later. Through
 * a proxy that may be at another server than it was sent to. What a database was asked it does itself, or nobody.
 */
/** One node's connection to a server. For the thread that drives. */
final class Connection {

    static final long TIMEOUT = 250_000_000L;

    /** What a caller gets instead of an answer; without a stack, of which there are many and nobody looks. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String why) {
            super(why, null, false, false);
        }
    }

    private static final class Call<T> {
        private final Function<Server.Data, T> request;
        private final CompletableFuture<T> answer;
        private final int sentOn;
        private final Server.Data to;
        private SimNode.@Nullable Later patience;

        Call(Function<Server.Data, T> request, CompletableFuture<T> answer, int sentOn, Server.Data to) {
            this.to = to;
            this.request = request;
            this.answer = answer;
            this.sentOn = sentOn;
        }
    }

    private final Clockwork clock;
    private final Server server;
    private final SimNode node;
    private final int distance;
    private final Set<Call<?>> underWay = new LinkedHashSet<>();
    private long lastArrival;
    private long lastAnswer;
    private int generation;
    private boolean cut;
    private Server.@Nullable Data partition;

    /** One whose server is so many times as far away as it can be. */
    Connection(Clockwork clock, Server server, SimNode node, int distance) {
        this.distance = distance;
        this.clock = clock;
        this.server = server;
        this.node = node;
    }

    /** The process at the other end. */
    Server.Data peer() {
        Server.Data old = partition;
        return old == null ? server.primary() : old;
    }

    /** Asks the server; the answer comes on an event of the node's. */
    <T> CompletableFuture<T> call(Function<Server.Data, T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (cut) {
            node.after(100_000, () -> answer.completeExceptionally(new Failure("not connected")));
            return answer;
        }
        Call<T> call = new Call<>(request, answer, generation, peer());
        underWay.add(call);
        lastArrival = Math.max(lastArrival, clock.now() + latency());
        clock.after(lastArrival - clock.now(), () -> server.arrive(() -> serve(call)));
        call.patience = node.after(TIMEOUT, () -> fail(call, "no answer in time"));
        return answer;
    }

    private <T> void serve(Call<T> call) {
        Random random = clock.random();
        Server.Data data = peer();
        Function<Server.Data, T> request = call.request;
        if (call.sentOn != generation) {
            if (random.nextBoolean()) {
                clock.after(
                        random.nextInt(3) == 0 ? random.nextLong(3_000_000_000L) : 0,
                        () -> (server.isDatabase() ? call.to : peer()).change(clock.now(), request));
            }
            return;
        }
        T result = data.change(clock.now(), request);
        if (random.nextInt(50) == 0) {
            data.change(clock.now(), request); // sent twice by a client that lost the answer
        }
        lastAnswer = Math.max(lastAnswer, clock.now() + latency());
        node.after(lastAnswer - clock.now(), () -> {
            if (call.sentOn == generation && isOver(call)) {
                node.answeredBy(data);
                call.answer.complete(result);
            }
        });
    }

    private void fail(Call<?> call, String why) {
        if (isOver(call)) {
            call.answer.completeExceptionally(new Failure(why));
        }
    }

    private boolean isOver(Call<?> call) {
        SimNode.Later patience = call.patience;
        if (patience != null) {
            patience.cancel();
        }
        return underWay.remove(call);
    }

    /** Cuts it; it stays so until {@link #restore}. */
    void cut() {
        cut = true;
        drop();
    }

    void restore() {
        cut = false;
        lastArrival = clock.now();
        lastAnswer = clock.now();
        node.reconnected();
    }

    boolean isCut() {
        return cut;
    }

    /** Goes on with the process that was the primary until now. */
    void stayWith(Server.Data old) {
        partition = old;
    }

    /** Reconnects, to the primary of all; where it is cut it stays so. */
    void rejoin() {
        partition = null;
        drop();
        if (!cut) {
            restore();
        }
    }

    private void drop() {
        generation++;
        List<Call<?>> failed = List.copyOf(underWay);
        node.after(0, () -> failed.forEach(call -> fail(call, "the connection was cut")));
    }

    private long latency() {
        Random random = clock.random();
        int kind = random.nextInt(100);
        return kind < 90
                ? distance * (50_000L + random.nextInt(500_000))
                : kind < 99 ? random.nextInt(20_000_000) : random.nextInt(300_000_000);
    }
}
