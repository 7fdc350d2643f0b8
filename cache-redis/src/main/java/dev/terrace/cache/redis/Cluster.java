package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Time;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * Each node has a link of its own, so everything that holds for one server holds for each of them: what was given up is never sent
 * again, half-open connections are found out, scripts are loaded. Lettuce's cluster connection offers none of this: it keeps node
 * connections that are dead, or sends again what was on them, refuses whatever comes first to a node, and waits on its own threads.
 *
 * An append is known before a read that shows it: both name the same slot, so they go to the same node in the order in which
 * they were sent, or are sent on to the same one. Where the slot has moved between the two, the log has another epoch.
 *
 * Who holds what is asked for at the start, from time to time, and whenever a node is lost, sends commands on or knows of no
 * holder; once at a time, and not before a pause. `retired`, `refresh`, `closed` and the timers are guarded by this object's lock,
 * `nodes` and `slots` are written under it and read without. Links are called outside the lock.
 */
/** The primaries of a cluster, each with a connection for commands. Thread-safe. */
final class Cluster implements Servers, Servers.Listener {

    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final int MOST_ASKED = 5;
    private static final String MOVED = "MOVED ";
    private static final String ASK = "ASK ";

    private final Settings settings;
    private final RedisClient client;
    private final Listener listener;
    private final Time time;
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private final Map<Place, Node> nodes = new ConcurrentHashMap<>();
    private final Map<Place, Node> retired = new HashMap<>();
    private volatile @Nullable Slots slots;
    private Refresh refresh = Refresh.IDLE;
    private boolean closed;
    private Time.@Nullable Timer next;
    private Time.@Nullable Timer periodic;

    private enum Refresh {
        IDLE,
        PLANNED,
        RUNNING,
        RUNNING_AND_WANTED
    }

    Cluster(Settings settings, RedisClient client, Listener listener, Time time) {
        this.settings = settings;
        this.client = client;
        this.listener = listener;
        this.time = time;
    }

    @Override
    public CompletableFuture<Void> connect() {
        synchronized (this) {
            refresh = Refresh.RUNNING;
            periodic = time.repeat(PERIOD, this::refreshSoon);
        }
        survey();
        return firstAttempt;
    }

    @Override
    public void send(List<? extends RedisCommand<byte[], byte[], ?>> commands) {
        Map<Node, List<Redirected<?>>> batches = new LinkedHashMap<>();
        for (RedisCommand<byte[], byte[], ?> command : commands) {
            Node node = nodeFor(command);
            if (node == null) {
                refreshSoon();
                command.completeExceptionally(new RedisConnectionException(
                        "no node that is known holds the key in the Redis at " + settings.place() + " at present"));
            } else {
                batches.computeIfAbsent(node, first -> new ArrayList<>()).add(new Redirected<>(command, this::sendOn));
            }
        }
        batches.forEach(Node::send);
    }

    private @Nullable Node nodeFor(RedisCommand<byte[], byte[], ?> command) {
        Slots known = slots;
        if (known == null) {
            return null;
        }
        CommandArgs<byte[], byte[]> arguments = command.getArgs();
        ByteBuffer key = arguments == null ? null : arguments.getFirstEncodedKey();
        Place holder = key == null ? known.ranges().get(0).holder() : known.holder(SlotHash.getSlot(key));
        return holder == null ? null : nodes.get(holder);
    }

    /** On the thread of the connection on which the answer came. */
    private boolean sendOn(Redirected<?> command, String answer) {
        boolean asked = answer.startsWith(ASK);
        if (answer.startsWith("CLUSTERDOWN")) {
            refreshSoon();
        }
        if (!asked && !answer.startsWith(MOVED)) {
            return false;
        }
        Place holder = Place.parse(answer.substring(answer.lastIndexOf(' ') + 1));
        Node node = holder == null ? null : node(holder);
        refreshSoon();
        if (node == null) {
            return false;
        }
        command.again();
        node.send(asked ? List.of(asking(), command) : List.of(command));
        return true;
    }

    private static RedisCommand<byte[], byte[], String> asking() {
        return new AsyncCommand<>(new Command<>(
                CommandType.ASKING,
                new StatusOutput<>(ByteArrayCodec.INSTANCE),
                new CommandArgs<>(ByteArrayCodec.INSTANCE)));
    }

    /** The node at a place, to which a connection is made if there is none; null once this is closed. */
    private @Nullable Node node(Place place) {
        Node added;
        synchronized (this) {
            Node known = nodes.get(place);
            if (known != null || closed) {
                return known;
            }
            Node again = retired.remove(place);
            if (again != null) {
                nodes.put(place, again);
                return again;
            }
            added = Node.at(place, settings, client, this, time);
            nodes.put(place, added);
        }
        added.connect();
        return added;
    }

    @Override
    public CompletionStage<RedisURI> holder(byte[] key) {
        Slots known = slots;
        Place place = known == null ? null : known.holder(SlotHash.getSlot(key));
        return place == null
                ? CompletableFuture.failedFuture(new RedisConnectionException("no node that is known holds the log"))
                : CompletableFuture.completedFuture(place.like(settings.uri()));
    }

    @Override
    public int place(byte[] key) {
        Slots known = slots;
        return known == null ? 0 : known.number(SlotHash.getSlot(key));
    }

    /** Asks who holds what, after a pause, unless that is about to be done. */
    private void refreshSoon() {
        synchronized (this) {
            switch (refresh) {
                case IDLE -> {
                    refresh = Refresh.PLANNED;
                    plan();
                }
                case RUNNING -> refresh = Refresh.RUNNING_AND_WANTED;
                case PLANNED, RUNNING_AND_WANTED -> {}
            }
        }
    }

    /** Under the lock. */
    private void plan() {
        if (!closed) {
            next = time.schedule(settings.longestReconnectDelay(), () -> {
                synchronized (this) {
                    refresh = Refresh.RUNNING;
                }
                survey();
            });
        }
    }

    private void survey() {
        CommandArgs<byte[], byte[]> question = new CommandArgs<>(ByteArrayCodec.INSTANCE).add("SLOTS");
        CompletionStage<Slots> survey;
        try {
            survey = Survey.of(
                    client,
                    asked(),
                    CommandType.CLUSTER,
                    question,
                    (node, answer) -> Slots.decode(answer, node.getHost()));
        } catch (RuntimeException e) {
            survey = CompletableFuture.failedFuture(e);
        }
        survey.whenComplete((answer, failure) -> {
            try {
                if (failure == null) {
                    adopt(answer);
                } else {
                    if (slots == null) {
                        listener.down(this, settings.place(), failure);
                    }
                    endFirstAttempt(failure);
                }
            } finally {
                surveyed(failure != null);
            }
        });
    }

    /** Some of those that are known, and of those that were named. */
    private List<RedisURI> asked() {
        Slots known = slots;
        Set<Place> places = new LinkedHashSet<>();
        if (known != null) {
            List<Place> holders = new ArrayList<>(known.holders());
            Collections.shuffle(holders);
            places.addAll(holders);
        }
        List<RedisURI> seeds = settings.address().servers();
        if (places.size() < MOST_ASKED) {
            seeds.forEach(seed -> places.add(Place.of(seed)));
        }
        return places.stream()
                .limit(MOST_ASKED)
                .map(place -> place.like(settings.uri()))
                .toList();
    }

    private void surveyed(boolean failed) {
        synchronized (this) {
            boolean again = failed || refresh == Refresh.RUNNING_AND_WANTED;
            refresh = again ? Refresh.PLANNED : Refresh.IDLE;
            if (again) {
                plan();
            }
        }
    }

    private void adopt(Slots answer) {
        Set<Place> holders = answer.holders();
        holders.forEach(this::node);
        Map<Place, Node> former = new HashMap<>();
        List<CompletableFuture<Void>> attempts = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            slots = answer;
            nodes.forEach((place, node) -> {
                if (!holders.contains(place)) {
                    former.put(place, node);
                } else {
                    attempts.add(node.firstAttempt());
                }
            });
            nodes.keySet().retainAll(holders);
            retired.putAll(former);
        }
        former.forEach(this::retire);
        CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> endFirstAttempt(failure));
    }

    /** Closes a connection when all that is under way on it has been answered, perhaps by sending it on, or was given up. */
    private void retire(Place place, Node node) {
        listener.gone(node);
        time.schedule(settings.commandTimeout(), () -> {
            boolean unwanted;
            synchronized (this) {
                unwanted = retired.remove(place, node);
            }
            if (unwanted) {
                node.close();
            }
        });
    }

    private void endFirstAttempt(@Nullable Throwable failure) {
        if (failure == null) {
            firstAttempt.complete(null);
        } else {
            firstAttempt.completeExceptionally(failure);
        }
    }

    @Override
    public void made() {
        listener.made();
    }

    @Override
    public void up(Node node) {
        listener.gone(this);
        listener.up(node);
    }

    @Override
    public void down(Object who, String place, Throwable cause) {
        listener.down(who, place, cause);
        refreshSoon();
    }

    @Override
    public void gone(Object who) {
        listener.gone(who);
    }

    @Override
    public CompletableFuture<Void> close() {
        List<Node> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(nodes.values());
            open.addAll(retired.values());
            nodes.clear();
            retired.clear();
            cancel(next);
            cancel(periodic);
        }
        listener.gone(this);
        return CompletableFuture.allOf(open.stream().map(Node::close).toArray(CompletableFuture[]::new));
    }

    private static void cancel(Time.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
