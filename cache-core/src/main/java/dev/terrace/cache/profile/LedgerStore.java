package dev.terrace.cache.profile;

import dev.terrace.cache.spi.Evidence;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/*
 * Evidence, not records: a record's change leaves a trail that is never forgotten, and a profile is stored every few minutes for ever. A cell
 * of evidence is small, so a profile is cut into parts, each a cell of its own; and cells are written one by one, so there are two slots. A new
 * profile goes into the slot that does not hold the newest whole one. Each part begins with what tells it from others: the number of its writing,
 * drawn at random, and how many parts that has. A slot counts only if all its parts are there and of one writing. So whoever dies while he
 * writes, or meets another who writes, leaves the profile before it whole.
 */
/** A profile in the evidence of a ledger. Thread-safe. */
final class LedgerStore implements ProfileStore {

    static final int PREFIX = Long.BYTES + Integer.BYTES;
    static final int PART = Limits.MAXIMUM_EVIDENCE_BYTES - PREFIX;

    private static final List<String> SLOTS = List.of("a", "b");
    private static final long PATIENCE_SECONDS = 30;
    private static final int AT_A_TIME = 16;

    private record Whole(String slot, long version, byte[] profile) {}

    private final Ledger ledger;
    private final String collection;
    private @Nullable Host host;

    LedgerStore(Ledger ledger, String cache) {
        this.ledger = ledger;
        collection = Limits.name("profile/" + cache);
    }

    @Override
    public String description() {
        return "the " + ledger.description();
    }

    @Override
    public synchronized void open(Host lent) {
        host = lent;
        ledger.open(lent);
    }

    @Override
    public synchronized byte @Nullable [] read() throws IOException, InterruptedException {
        Whole newest = newest();
        return newest == null ? null : newest.profile;
    }

    private @Nullable Whole newest() throws IOException, InterruptedException {
        List<Whole> whole = new ArrayList<>();
        for (String slot : SLOTS) {
            Whole one = whole(slot, result(ledger.evidence(collection, slot)));
            if (one != null) {
                whole.add(one);
            }
        }
        return whole.stream().max(Comparator.comparingLong(Whole::version)).orElse(null);
    }

    /** What a slot holds; null if that is nothing, or not all of one writing. */
    private static @Nullable Whole whole(String slot, List<Evidence> cells) {
        if (cells.isEmpty()) {
            return null;
        }
        Map<String, byte[]> parts = new HashMap<>();
        long version = 0;
        byte[] first = cells.get(0).bytes();
        for (Evidence cell : cells) {
            byte[] part = cell.bytes();
            if (part.length < PREFIX || first.length < PREFIX || !Arrays.equals(part, 0, PREFIX, first, 0, PREFIX)) {
                return null;
            }
            parts.put(cell.source(), part);
            version = Math.max(version, cell.version());
        }
        if (ByteBuffer.wrap(first, Long.BYTES, Integer.BYTES).getInt() != cells.size()) {
            return null;
        }
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        for (int i = 0; i < cells.size(); i++) {
            byte[] part = parts.get(Integer.toString(i));
            if (part == null) {
                return null;
            }
            profile.write(part, PREFIX, part.length - PREFIX);
        }
        return new Whole(slot, version, profile.toByteArray());
    }

    @Override
    public synchronized void write(byte[] profile) throws IOException, InterruptedException {
        int count = (profile.length + PART - 1) / PART;
        if (count > Limits.MAXIMUM_SOURCES) {
            throw new IOException("the profile has " + profile.length + " bytes, a ledger takes "
                    + (long) PART * Limits.MAXIMUM_SOURCES + ": record fewer keys (maximumKeys), or keep it in a file");
        }
        Whole newest = newest();
        String slot = newest != null && newest.slot.equals(SLOTS.get(0)) ? SLOTS.get(1) : SLOTS.get(0);
        long now =
                Objects.requireNonNull(host, "the store was not opened").time().currentTimeMillis();
        long version = Math.max(now, newest == null ? 1 : newest.version + 1);
        result(ledger.purgeEvidence(collection, slot, Duration.ZERO));
        long writing = ThreadLocalRandom.current().nextLong();
        List<CompletionStage<Boolean>> merging = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = Math.min(PART, profile.length - i * PART);
            byte[] part = ByteBuffer.allocate(PREFIX + length)
                    .putLong(writing)
                    .putInt(count)
                    .put(profile, i * PART, length)
                    .array();
            merging.add(ledger.merge(collection, slot, Integer.toString(i), version, part));
            if (merging.size() == AT_A_TIME || i == count - 1) {
                await(merging);
            }
        }
    }

    private void await(List<CompletionStage<Boolean>> merging) throws IOException, InterruptedException {
        for (CompletionStage<Boolean> one : merging) {
            if (!result(one)) {
                throw new IOException("another process stores a profile of the same cache at the same time");
            }
        }
        merging.clear();
    }

    private <T> T result(CompletionStage<T> stage) throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(description() + " failed", failure.getCause());
        } catch (TimeoutException late) {
            throw new IOException(description() + " has not answered within " + PATIENCE_SECONDS + " s", late);
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
