package dev.terrace.cache;

import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/*
 * Judgements race with what moves the view. The window is a few instructions wide, so chosen interleavings seldom meet it and
 * millions of free ones do: with the generation written before the names, each of these fails within a second.
 */
/** Whoever changed the source and told the view reads the change, however many others judge the entry meanwhile. */
class ViewRaceTest {

    private static final int ROUNDS = 400_000;
    private static final Digest DIGEST = new Digest(5, 5);
    private static final Name DEPENDENCY = Name.dependency("d");
    private static final long[] NAMES = {DEPENDENCY.fingerprint()};

    private final View view = new View(64, 64, 0);
    private final Mark mark = view.cache("c");
    private volatile int source;
    private volatile Entry<Integer> stored = loaded();

    static Stream<Name> names() {
        return Stream.of(DEPENDENCY, Name.key(DIGEST), Name.cache("c"), Name.NAMESPACE);
    }

    @ParameterizedTest
    @MethodSource("names")
    @Tag("proves:CACHE-1")
    void invalidate_whileOthersJudge_isSeenByItsCaller(Name name) throws Exception {
        race(round -> view.invalidate(name, false));
    }

    @ParameterizedTest
    @MethodSource("names")
    @Tag("proves:CACHE-1")
    void follow_whileOthersJudge_isSeenByItsCaller(Name name) throws Exception {
        view.follow(Position.NONE, slice(1));
        race(round -> view.follow(new Position(1, round), slice(round + 1L, new LogRecord(round + 1L, name))));
    }

    private void race(IntConsumer change) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            while (!over.get()) {
                read();
            }
        });
        reader.start();
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                source = round;
                change.accept(round);
                if (read() != round) {
                    throw new AssertionError("a read after change " + round + " did not see it");
                }
            }
        } finally {
            over.set(true);
            reader.join();
        }
    }

    /** The engine's read: believed, judged again, or loaded under a stamp that was taken before. */
    private int read() {
        Entry<Integer> near = stored;
        if (near.believed() == view.generation()) {
            return near.value();
        }
        long generation = view.generation();
        if (view.trustsHeap(near.believed(), mark, near.key(), near.names())) {
            near.believe(generation);
            return near.value();
        }
        Entry<Integer> loaded = loaded();
        stored = loaded;
        return loaded.value();
    }

    private Entry<Integer> loaded() {
        long stamp = view.generation();
        return new Entry<>(source, DIGEST.fingerprint(), NAMES, 0, Long.MAX_VALUE, stamp);
    }

    private static Slice slice(long reached, LogRecord... records) {
        return new Slice(new Position(1, reached), 0, 0, List.of(records), false);
    }
}
