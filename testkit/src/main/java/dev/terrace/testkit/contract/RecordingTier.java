package dev.terrace.testkit.contract;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A tier that remembers the last entry that was written, so that a test can plant another in its place. Thread-safe. */
final class RecordingTier implements Tier {

    private final Tier tier;
    private volatile @Nullable TierWrite last;
    private volatile @Nullable String cache;

    RecordingTier(Tier tier) {
        this.tier = tier;
    }

    /** The last entry that was written. */
    TierWrite written() {
        TierWrite write = last;
        if (write == null) {
            throw new AssertionError("nothing was written yet");
        }
        return write;
    }

    /** Puts other bytes in the place of an entry, under its own position. */
    void plant(TierWrite write, byte[] envelope) {
        String into = cache;
        if (into == null) {
            throw new AssertionError("nothing was written yet");
        }
        TierWrite planted = new TierWrite(write.key(), write.position(), false, envelope, write.life());
        int stored = BackendContract.answer(tier.put(into, List.of(planted)));
        if (stored != 1) {
            throw new AssertionError("the entry was not planted");
        }
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
    public CompletionStage<List<@Nullable TierEntry>> get(String ofCache, List<Digest> keys) {
        return tier.get(ofCache, keys);
    }

    @Override
    public @Nullable CompletionStage<@Nullable TierEntry> getHere(String ofCache, Digest key, Duration limit) {
        return tier.getHere(ofCache, key, limit);
    }

    @Override
    public boolean readsHere() {
        return tier.readsHere();
    }

    @Override
    public int gathering(String ofCache, Digest key) {
        return tier.gathering(ofCache, key);
    }

    @Override
    public CompletionStage<Integer> put(String ofCache, List<TierWrite> writes) {
        writes.stream().filter(write -> !write.tombstone()).forEach(write -> last = write);
        cache = ofCache;
        return tier.put(ofCache, writes);
    }

    @Override
    public CompletionStage<Integer> purge(String ofCache, Position floor, int limit) {
        return tier.purge(ofCache, floor, limit);
    }

    @Override
    public @Nullable Claims claims() {
        Claims claims = tier.claims();
        return claims == null ? null : new Recorded(claims);
    }

    /** Claims whose writes are remembered as well. */
    private final class Recorded implements Claims {

        private final Claims claims;

        Recorded(Claims claims) {
            this.claims = claims;
        }

        @Override
        public CompletionStage<Claimed> claim(
                String ofCache, Claim claim, Duration ttl, long instead, boolean unlessStored) {
            return claims.claim(ofCache, claim, ttl, instead, unlessStored);
        }

        @Override
        public CompletionStage<Boolean> prolong(String ofCache, Claim claim, Duration ttl) {
            return claims.prolong(ofCache, claim, ttl);
        }

        @Override
        public CompletionStage<Boolean> fulfil(String ofCache, Claim claim, TierWrite write) {
            last = write;
            cache = ofCache;
            return claims.fulfil(ofCache, claim, write);
        }

        @Override
        public CompletionStage<Boolean> release(String ofCache, Claim claim) {
            return claims.release(ofCache, claim);
        }
    }

    @Override
    public void close() {
        tier.close();
    }
}
