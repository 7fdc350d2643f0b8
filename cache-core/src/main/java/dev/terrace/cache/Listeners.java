package dev.terrace.cache;

import dev.terrace.cache.internal.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Who listens in a namespace. Thread-safe. */
final class Listeners {

    /** How long all listeners together may take for what waits when the namespace ends. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** One who was given to a builder. */
    record Registration(CacheListener listener, ListenerSettings settings) {}

    static Registration registration(CacheListener listener, Consumer<? super ListenerSettings> settings) {
        ListenerSettings wanted = new ListenerSettings();
        settings.accept(wanted);
        return new Registration(Objects.requireNonNull(listener, "listener"), wanted);
    }

    private final Namespace namespace;
    /** Those who hear of every cache. */
    private final List<Mailbox> everywhere;

    private final Events events;
    private final List<Mailbox> open = new CopyOnWriteArrayList<>();

    Listeners(Namespace namespace, List<Registration> everywhere) {
        this.namespace = namespace;
        this.everywhere = boxes("", everywhere);
        events = new Events("", this.everywhere);
        this.everywhere.forEach(this::open);
    }

    private static List<Mailbox> boxes(String cache, List<Registration> registrations) {
        return registrations.stream()
                .map(one -> new Mailbox(cache, one.listener(), one.settings()))
                .toList();
    }

    /** Those of a cache that is about to be made. */
    Ears of(String cache, List<Registration> own) {
        List<Mailbox> boxes = boxes(cache, own);
        return new Ears(
                new Events(
                        cache,
                        Stream.concat(everywhere.stream(), boxes.stream()).toList()),
                boxes);
    }

    /** One cache's telling, and its own listeners, which are told nothing before they are opened. */
    record Ears(Events events, List<Mailbox> own) {}

    void open(Ears of) {
        of.own().forEach(this::open);
    }

    private void open(Mailbox box) {
        open.add(box);
        box.open(new Mailbox.Threads(namespace.upkeep(), namespace.apart("listener" + open.size())));
    }

    /** Tells of what is no single cache's. */
    Events events() {
        return events;
    }

    List<ListenerStats> stats() {
        return open.stream().map(Mailbox::stats).toList();
    }

    /** Lets listeners hear what waits, for a moment, and drops the rest. Their threads end with the namespace. */
    void close() {
        CompletableFuture<?>[] emptied = open.stream().map(Mailbox::close).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(emptied).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            open.forEach(Mailbox::abandon);
        } catch (InterruptedException e) {
            open.forEach(Mailbox::abandon);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("nothing fails there", e);
        }
    }
}
