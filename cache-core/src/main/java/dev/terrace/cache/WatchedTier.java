package dev.terrace.cache;

import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A far tier whose reads and writes an observer is told of. Used for these calls alone: who opens the tier, or asks which it is, has the tier
 * itself. A call that was given up is told when the tier has answered it after all. Thread-safe.
 */
final class WatchedTier implements Tier {

    private final Tier tier;
    private final Watching watching;

    private WatchedTier(Tier tier, Watching watching) {
        this.tier = tier;
        this.watching = watching;
    }

    /** The tier itself where nobody is to be told. */
    static Tier of(Tier tier, Watching watching) {
        return watching.isIdle() ? tier : new WatchedTier(tier, watching);
    }

    @Override
    public String name() {
        return tier.name();
    }

    @Override
    public void open(Host host) {
        tier.open(host);
    }

    @Override
    public CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys) {
        return told(begun(cache, keys.size()), () -> tier.get(cache, keys));
    }

    private CallObserver.Watch begun(String cache, int keys) {
        return watching.begin(CallObserver.Operation.GET, cache, tier.name(), keys);
    }

    @Override
    public int portion() {
        return tier.portion();
    }

    @Override
    public int gathering(String cache, Digest key) {
        return tier.gathering(cache, key);
    }

    @Override
    public @Nullable CompletionStage<@Nullable TierEntry> getHere(String cache, Digest key, Duration limit) {
        if (!tier.readsHere()) {
            CompletionStage<@Nullable TierEntry> made = tier.getHere(cache, key, limit);
            if (made == null) {
                return null;
            }
            CallObserver.Watch late = begun(cache, 1); // it came to be possible meanwhile
            late.left();
            return made.whenComplete((entry, failure) -> late.ended(plain(failure)));
        }
        CallObserver.Watch watch = begun(cache, 1);
        CompletionStage<@Nullable TierEntry> here;
        try {
            here = tier.getHere(cache, key, limit);
        } catch (RuntimeException | Error failure) {
            watch.left();
            watch.ended(failure);
            throw failure;
        }
        if (here == null) {
            watch.passedOn();
            watch.left();
            return null;
        }
        watch.left();
        return here.whenComplete((entry, failure) -> watch.ended(plain(failure)));
    }

    @Override
    public boolean readsHere() {
        return tier.readsHere();
    }

    @Override
    public CompletionStage<Integer> put(String cache, List<TierWrite> writes) {
        return told(
                watching.begin(CallObserver.Operation.PUT, cache, tier.name(), writes.size()),
                () -> tier.put(cache, writes));
    }

    @Override
    public CompletionStage<Integer> purge(String cache, Position floor, int limit) {
        return tier.purge(cache, floor, limit);
    }

    @Override
    public @Nullable Claims claims() {
        return tier.claims();
    }

    @Override
    public void close() {
        tier.close();
    }

    private static <T extends @Nullable Object> CompletionStage<T> told(
            CallObserver.Watch watch, Supplier<CompletionStage<T>> call) {
        CompletionStage<T> stage;
        try {
            stage = call.get();
        } catch (RuntimeException | Error failure) {
            watch.left();
            watch.ended(failure);
            throw failure;
        }
        watch.left();
        return stage.whenComplete((answer, failure) -> watch.ended(plain(failure)));
    }

    private static @Nullable Throwable plain(@Nullable Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
