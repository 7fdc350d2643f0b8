package dev.terrace.cache;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Whose turn it is to load a key, among processes that share a far tier.
 *
 * When no tier has it, the load is claimed in the nearest far tier that keeps claims, in one step with a second look at the entry, which
 * may have come meanwhile. Whoever is granted the claim loads (Turn). Whoever is not asks again and again: first when a load of this cache
 * usually ends, then after a sixth of the time that it has waited so far, and no later than the claim ends. No thread waits. He is answered by an entry, which he
 * judges like any other, or is granted the claim himself, or does without:
 *
 *   - the tier fails, or this node may not believe what others store: a claim means nothing then;
 *   - half of what the read's deadline leaves is over;
 *   - two holders have come to nothing: were their loaders failing, all processes would wait for each other's failures in turn.
 *
 * A claim says what its holder knew of the log. If something has been invalidated since that the load rests on for certain (the key, the
 * cache, the namespace, a fixed dependency), what it brings will not do, and it is superseded.
 *
 * A claim decides nothing about truth: what is stored is judged by positions as always, by everybody. State: Waiting, of one flight; its
 * steps come one after the other.
 */
/** The claims of one cache's loads. Thread-safe. */
final class Turns<K, V extends @Nullable Object> {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    /** The first pause between two questions. */
    static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

    static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
    private static final int SHARE = 6;
    static final int HOLDERS = 2;
    private static final int SUPERSEDED = 2;
    private static final Duration PATIENCE = Duration.ofDays(1);

    /** What becomes of an entry that another process has stored meanwhile. */
    interface Landing<V extends @Nullable Object> {

        /** Whether the flight has landed with it. */
        boolean with(int tier, FarEntry<V> entry);
    }

    private final Stores<K, V> stores;
    private final Time time;
    private final LongSupplier usual;
    private final long node;

    /** Turns at loads that usually take so many nanoseconds. */
    Turns(Stores<K, V> stores, Time time, LongSupplier usual) {
        this.stores = stores;
        this.time = time;
        this.usual = usual;
        node = time.nanoTime(); // differs from node to node
    }

    /**
     * Runs the load when it is this process's turn, or when there is no point in waiting; or never, since the flight has landed.
     *
     * @param untilNanos when whoever has opened the flight wants an answer
     */
    void await(Flight<K, V> flight, Executor decoding, @Nullable Long untilNanos, Landing<V> landing, Runnable load) {
        for (int tier = 0; tier < stores.far().size(); tier++) {
            FarClaims<V> claims = stores.far().get(tier).claims();
            if (claims != null && claims.areOpen()) {
                new Waiting(flight, tier, claims, decoding, untilNanos, landing, load).ask(0, false);
                return;
            }
        }
        load.run();
    }

    private final class Waiting {

        private final Flight<K, V> flight;
        private final int tier;
        private final FarClaims<V> claims;
        private final Executor decoding;
        private final Landing<V> landing;
        private final Runnable load;
        private final long began = time.nanoTime();
        private final long patience;
        private long holder;
        private int holders;
        private int superseded;
        private int asked;

        Waiting(
                Flight<K, V> flight,
                int tier,
                FarClaims<V> claims,
                Executor decoding,
                @Nullable Long untilNanos,
                Landing<V> landing,
                Runnable load) {
            this.flight = flight;
            this.tier = tier;
            this.claims = claims;
            this.decoding = decoding;
            this.landing = landing;
            this.load = load;
            patience = untilNanos == null ? PATIENCE.toNanos() : Math.max(0, (untilNanos - began) / 2);
        }

        void ask(long instead, boolean unlessStored) {
            if (flight.landing().isDone()) {
                return; // the namespace has ended
            }
            try {
                long left = patience - waited();
                if (left > 0 && claims.mayAsk() && hasAsked(instead, unlessStored, Duration.ofNanos(left))) {
                    return;
                }
            } catch (RuntimeException unexpected) {
                LOG.warn("A load goes on without a claim", unexpected);
            }
            load.run();
        }

        private boolean hasAsked(long instead, boolean unlessStored, Duration left) {
            Turn<V> turn = claims.turn(flight.digest());
            CompletableFuture<FarClaims.Step<V>> answer = claims.ask(turn, instead, unlessStored, left, decoding);
            if (answer == null) {
                return false;
            }
            answer.whenComplete((step, failure) -> {
                try {
                    if (failure == null) {
                        answered(step);
                        return;
                    }
                } catch (RuntimeException unexpected) {
                    LOG.warn("A load goes on without a claim", unexpected);
                }
                alone(turn);
            });
            return true;
        }

        /** Perhaps the claim was granted and only the answer was lost: it is given up once the load is over. */
        private void alone(Turn<V> turn) {
            flight.takes(turn);
            load.run();
        }

        private long waited() {
            return time.nanoTime() - began;
        }

        private void answered(FarClaims.Step<V> step) {
            if (step instanceof FarClaims.Granted<V> granted) {
                granted(granted.turn(), granted.entry());
            } else if (step instanceof FarClaims.Stored<V> stored) {
                if (stored.entry() == null || !landing.with(tier, stored.entry())) {
                    ask(0, false);
                }
            } else if (step instanceof FarClaims.Held<V> held) {
                held(held);
            }
        }

        private void granted(Turn<V> turn, @Nullable FarEntry<V> entry) {
            if (entry != null && landing.with(tier, entry)) {
                turn.giveUp();
                return;
            }
            turn.begin();
            flight.takes(turn);
            load.run();
        }

        private void held(FarClaims.Held<V> held) {
            if (held.superseded() && superseded++ < SUPERSEDED) {
                ask(held.token(), false);
                return;
            }
            if (held.token() != holder) {
                holder = held.token();
                holders++;
            }
            if (holders > HOLDERS || held.superseded()) {
                load.run();
            } else {
                time.schedule(pause(held.remaining()), () -> ask(0, true));
            }
        }

        private Duration pause(Duration remaining) {
            long wanted = Math.max(waited() / SHARE, usual.getAsLong() - waited());
            long growing = Math.max(SHORTEST_PAUSE.toNanos(), Math.min(wanted, LONGEST_PAUSE.toNanos()));
            long drawn = (flight.digest().fingerprint() ^ node) + ++asked;
            long apart = growing - Long.remainderUnsigned(drawn * 0x9E3779B97F4A7C15L, growing / 4);
            long left = Math.max(0, patience - waited());
            return Duration.ofNanos(Math.min(Math.min(apart, left), remaining.toNanos() + 1_000_000));
        }
    }
}
