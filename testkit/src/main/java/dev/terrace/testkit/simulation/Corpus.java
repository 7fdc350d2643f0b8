package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * The same calls go to the models and to the real thing, one after the other, and must have the same answers. Epochs and tokens are the
 * difference: those of the real log are translated into the model's, in the order in which they are met.
 */
/**
 * Holds the simulator's models to the truth: random calls that a real log and a real tier, and the models of them, must answer alike.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class Corpus {

    /** When the model begins, by its wall clock; each call takes a millisecond. */
    private static final long MILLIS = 1_750_000_000_000L;

    private static final Duration LIFE = Duration.ofHours(1);
    private static final String CACHE = "corpus";
    private static final int NAMES = 12;
    private static final int NOTHING_TRIMMED = 100_000;

    private final InvalidationLog log;
    private final @Nullable Tier tier;
    private final int smallestLimit;
    private LogModel modelOfLog;
    private @Nullable LogModel older;
    private final TierModel modelOfTier = new TierModel();
    private final Random random;
    private final Map<Long, Long> epochs = new HashMap<>();
    private final Map<Long, Long> realEpochs = new HashMap<>();
    private final List<Append> sent = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>(List.of(Position.NONE));
    private final List<Bookmark> bookmarks = new ArrayList<>(List.of(Bookmark.NONE));
    private final Map<Long, Long> realTokens = new HashMap<>(Map.of(0L, 0L));
    private int steps;

    /**
     * Begins with an empty log.
     *
     * @param log open, of a namespace that nobody has used
     * @param tier open, of the same namespace; null leaves tiers out
     * @param retained how many dependencies, and how many keys, the log retains
     * @param smallestLimit the fewest records that are asked for at a time; logs that cut slices in other places than the model's have a
     *     large one
     * @param seed what the calls depend on
     */
    public Corpus(InvalidationLog log, @Nullable Tier tier, int retained, int smallestLimit, long seed) {
        this(log, tier, new LogModel("1", retained, retained), smallestLimit, seed);
    }

    private Corpus(InvalidationLog log, @Nullable Tier tier, LogModel model, int smallestLimit, long seed) {
        this.log = log;
        this.tier = tier;
        this.smallestLimit = smallestLimit;
        modelOfLog = model;
        random = new Random(seed);
    }

    /**
     * Begins with an empty log of a database, whose callers show the bookmarks that they were given.
     *
     * @param log open, of a namespace that nobody has used; one that trims nothing meanwhile
     * @param seed what the calls depend on
     * @return a corpus without a tier
     */
    public static Corpus ofDatabase(InvalidationLog log, long seed) {
        return new Corpus(log, null, LogModel.ofDatabase(NOTHING_TRIMMED, NOTHING_TRIMMED), NOTHING_TRIMMED, seed);
    }

    /**
     * Makes calls and compares what is answered.
     *
     * @param count how many
     * @throws AssertionError at the first difference
     */
    public void run(int count) {
        for (int i = 0; i < count; i++) {
            steps++;
            switch (random.nextInt(tier == null ? 6 : 10)) {
                case 0, 1, 2 -> append(fresh());
                case 3 -> append(sent.isEmpty() || random.nextBoolean() ? fresh() : any(sent));
                case 4, 5 -> read();
                case 6, 7 -> put();
                default -> get();
            }
        }
    }

    /**
     * Has the model lose what the real log has just lost.
     *
     * @param everything whether all is gone, or one set of the log only
     */
    public void lost(boolean everything) {
        if (everything) {
            modelOfLog.flush();
            modelOfTier.flush();
        } else {
            modelOfLog.evict();
        }
    }

    /** Has the model keep what it is now, as the real log was copied. */
    public void copied() {
        older = modelOfLog.copy();
    }

    /** Has the model go back to what it was when it was {@linkplain #copied copied}, as the real log has gone. */
    public void wentBack() {
        modelOfLog = Objects.requireNonNull(older, "copied() first").copy();
    }

    private Append fresh() {
        List<Name> names = new ArrayList<>();
        Map<Integer, Cargo> cargo = new HashMap<>();
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 8 : 2);
        for (int i = 0; i < count; i++) {
            int number = random.nextInt(NAMES);
            switch (random.nextInt(8)) {
                case 0 -> names.add(Name.cache("c" + number % 3));
                case 1 -> names.add(random.nextInt(5) == 0 ? Name.NAMESPACE : Name.dependency("d" + number));
                case 2, 3, 4 -> names.add(Name.dependency("d" + number));
                default -> {
                    names.add(Name.key(key(number)));
                    if (tier != null && log.carries(tier) && random.nextBoolean()) {
                        cargo.put(i, new Cargo(CACHE, key(number), random.nextInt(3) == 0, envelope(), LIFE));
                    }
                }
            }
        }
        Position known = any(positions);
        Append append = new Append("append " + sent.size() + " of " + hashCode(), known, names, cargo);
        sent.add(append);
        return append;
    }

    private void append(Append append) {
        Bookmark shown = shown();
        Appended expected =
                modelOfLog.append(append, MILLIS + steps, first -> modelOfTier.carry(append, first, MILLIS));
        Position known =
                new Position(real(append.known().epoch()), append.known().sequence());
        Append real = new Append(append.id(), known, append.names(), append.cargo(), real(shown));
        Appended actual = answer(log.append(real));
        met(expected.epoch(), actual.epoch());
        long token = met("append " + append, expected.token(), actual.token());
        same(
                "append " + append + " knowing " + shown,
                expected,
                new Appended(
                        model(actual.epoch()),
                        actual.first(),
                        removesAgain(append) ? expected.carried() : actual.carried(),
                        token));
        reached(expected.position(append.names().size() - 1), token);
    }

    /** Whether the last write of a key is a removal, and not its only one: a log may judge by the last ones alone whether all is there. */
    private static boolean removesAgain(Append append) {
        Map<Digest, Cargo> last = new HashMap<>();
        Set<Digest> again = new HashSet<>();
        new TreeMap<>(append.cargo()).forEach((place, cargo) -> {
            if (last.put(cargo.key(), cargo) != null) {
                again.add(cargo.key());
            }
        });
        return again.stream()
                .anyMatch(key -> Objects.requireNonNull(last.get(key)).tombstone());
    }

    private void read() {
        Position after = any(positions);
        int limit = smallestLimit + random.nextInt(10);
        Bookmark shown = shown();
        Slice expected = modelOfLog.read(after, limit, MILLIS + steps);
        Slice actual = answer(log.read(new Position(real(after.epoch()), after.sequence()), real(shown), limit));
        met(expected.reached().epoch(), actual.reached().epoch());
        Position reached =
                new Position(model(actual.reached().epoch()), actual.reached().sequence());
        String what = "read after " + after + " of " + limit + " knowing " + shown;
        long token = met(what, expected.token(), actual.token());
        same(
                what,
                expected,
                new Slice(reached, actual.horizon(), actual.keyHorizon(), actual.records(), actual.more(), token));
        reached(expected.reached(), token);
    }

    /** By what a caller knows the log, if it is a database's; the model judges it before anything else. */
    private Bookmark shown() {
        Bookmark shown = random.nextInt(4) == 0 || !modelOfLog.isDatabase() ? Bookmark.NONE : any(bookmarks);
        modelOfLog.recognise(shown, MILLIS + steps);
        return shown;
    }

    private void reached(Position position, long token) {
        positions.add(position);
        Bookmark bookmark = new Bookmark(position, token);
        if (bookmark.isKnown()) {
            bookmarks.add(bookmark);
        }
    }

    private Bookmark real(Bookmark model) {
        Position at = model.position();
        return new Bookmark(
                new Position(real(at.epoch()), at.sequence()), Objects.requireNonNull(realTokens.get(model.token())));
    }

    /** The model's token, if the real one may stand for it. */
    private long met(String what, long model, long real) {
        if (modelOfLog.isDatabase()) {
            same(what + ", has a token", model != 0, real != 0);
            Long before = realTokens.putIfAbsent(model, real);
            same(what + ", its token", before == null ? real : before, real);
        }
        return model;
    }

    private void put() {
        Position at = any(positions);
        if (at.isKnown() && tier != null) {
            Position moved = new Position(at.epoch(), at.sequence() + random.nextInt(3));
            TierWrite write =
                    new TierWrite(key(random.nextInt(NAMES)), moved, random.nextInt(4) == 0, envelope(), LIFE);
            Position real = new Position(real(moved.epoch()), moved.sequence());
            same(
                    "put at " + moved,
                    modelOfTier.put(List.of(write), MILLIS),
                    answer(tier.put(
                            CACHE,
                            List.of(new TierWrite(write.key(), real, write.tombstone(), write.envelope(), LIFE)))));
        }
    }

    private void get() {
        List<Digest> keys = List.of(key(random.nextInt(NAMES)));
        TierEntry expected = modelOfTier.get(keys, MILLIS).get(0);
        TierEntry actual = answer(Objects.requireNonNull(tier).get(CACHE, keys)).get(0);
        same(
                "get",
                expected == null ? "nothing" : text(expected, false),
                actual == null ? "nothing" : text(actual, true));
    }

    private String text(TierEntry entry, boolean isReal) {
        long epoch = entry.position().epoch();
        return (isReal ? model(epoch) : epoch) + "/" + entry.position().sequence() + " "
                + new String(entry.envelope(), StandardCharsets.UTF_8);
    }

    private byte[] envelope() {
        return ("value " + random.nextInt(1_000_000)).getBytes(StandardCharsets.UTF_8);
    }

    private static Digest key(int number) {
        return new Digest(number + 1, number + 1);
    }

    private <T> T any(List<T> list) {
        int recent = Math.min(list.size(), 6);
        return list.get(list.size() - 1 - random.nextInt(recent));
    }

    private void met(long model, long real) {
        if (epochs.putIfAbsent(real, model) == null) {
            realEpochs.put(model, real);
        }
    }

    private long model(long real) {
        return epochs.getOrDefault(real, -real);
    }

    private long real(long model) {
        return realEpochs.getOrDefault(model, 0L);
    }

    private void same(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("step " + steps + ", " + what + ": the model answers " + expected
                    + ", what it is a model of answers " + actual);
        }
    }

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("a call failed: " + failure, failure);
        }
    }
}
