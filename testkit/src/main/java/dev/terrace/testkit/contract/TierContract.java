package dev.terrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the core relies on in every {@link Tier}: a backend extends this class and runs it against its real server.
 *
 * <p>Not thread-safe; JUnit makes one instance a test.
 *
 * @since 0.1.0
 */
public abstract class TierContract extends BackendContract {

    private static final String CACHE = "products";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(150);

    /** For subclasses. */
    protected TierContract() {}

    /**
     * Makes a tier that has not been opened, on the server that all tiers of this test share. Called several times in a test.
     *
     * @return the tier
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract Tier newTier() throws Exception;

    @Test
    void name_isOneLowerCaseWord() throws Exception {
        assertThat(newTier().name()).matches("[a-z][a-z0-9]*");
    }

    @Test
    void get_ofKeysThatWereNeverWritten_answersNullForEach() throws Exception {
        assertThat(answer(tier().get(CACHE, List.of(key(), key(), key())))).containsExactly(null, null, null);
    }

    @Test
    void get_afterPut_answersTheEnvelopeAndWhatIsLeftOfItsLife() throws Exception {
        Tier tier = tier();
        Digest key = key();

        put(tier, entry(key, at(1, 7), "value"));

        TierEntry found = found(tier, key);
        assertThat(found.envelope()).isEqualTo(bytes("value"));
        assertThat(found.remaining()).isBetween(HOUR.minusMinutes(1), HOUR);
    }

    @Test
    void get_ofSeveralKeys_answersInTheirOrder() throws Exception {
        Tier tier = tier();
        List<Digest> keys = keys(5);
        put(tier, entry(keys.get(3), at(1, 1), "three"), entry(keys.get(1), at(1, 1), "one"));

        List<@Nullable TierEntry> found = answer(tier.get(CACHE, keys));

        assertThat(found).hasSize(5);
        assertThat(found.stream().map(TierContract::text)).containsExactly(null, "one", null, "three", null);
    }

    @Test
    void get_onAnotherNode_seesWhatThisOneHasPut() throws Exception {
        Digest key = key();

        put(tier(), entry(key, at(1, 1), "value"));

        assertThat(text(found(tier(), key))).isEqualTo("value");
    }

    @Test
    void getHere_whereItAnswers_answersAtOnceAndAsGetDoes() throws Exception {
        Tier tier = tier();
        Digest stored = key();
        Digest absent = key();
        put(tier, entry(stored, at(1, 1), "value"));

        for (int i = 0; i < 10; i++) {
            CompletionStage<@Nullable TierEntry> present = tier.getHere(CACHE, stored, HOUR);
            if (present != null) {
                assertThat(present.toCompletableFuture()).isDone();
                assertThat(text(present.toCompletableFuture().join())).isEqualTo("value");
            }
            CompletionStage<@Nullable TierEntry> nothing = tier.getHere(CACHE, absent, HOUR);
            assertThat(nothing == null ? null : nothing.toCompletableFuture().join())
                    .isNull();
            assertThat(text(found(tier, stored))).isEqualTo("value");
        }
    }

    /** Every pair of what is stored and what comes, by position and kind. */
    @TestFactory
    Stream<DynamicTest> put_keepsTheWritesOfAKeyInTheOrderOfTheirPositions() throws Exception {
        Tier tier = tier();
        List<Position> positions = List.of(
                at(1, 0),
                at(1, 127),
                at(1, 128),
                at(1, 255),
                at(1, 256),
                at(1, 1L << 53),
                at(1, (1L << 53) + 1),
                at(1, Long.MAX_VALUE),
                at(2, 0),
                at(255, 3),
                at(256, 2),
                at(1_790_000_000_000L, 9),
                at(1_790_000_000_001L, 8),
                at(Long.MAX_VALUE, 1));
        return positions.stream()
                .flatMap(stored -> positions.stream()
                        .map(written -> dynamicTest(stored + " then " + written, () -> order(tier, stored, written))));
    }

    private void order(Tier tier, Position stored, Position written) {
        int order = written.compareTo(stored);
        List<Outcome> outcomes = List.of(
                new Outcome(rank(stored, false), rank(written, false), order >= 0),
                new Outcome(rank(stored, true), rank(written, false), order >= 0),
                new Outcome(rank(stored, false), rank(written, true), order > 0),
                new Outcome(rank(stored, true), rank(written, true), order > 0));
        List<Digest> keys = keys(outcomes.size());

        put(tier, writes(outcomes, keys, Outcome::first));
        int replaced = put(tier, writes(outcomes, keys, Outcome::second));

        assertThat(replaced)
                .isEqualTo((int) outcomes.stream().filter(Outcome::replaces).count());
        assertThat(answer(tier.get(CACHE, keys)).stream().map(TierContract::text))
                .containsExactlyElementsOf(outcomes.stream()
                        .map(outcome -> (outcome.replaces ? outcome.second : outcome.first).text())
                        .toList());
    }

    /** A write's position and kind. */
    private record Rank(Position position, boolean tombstone) {
        String text() {
            return (tombstone ? "tombstone " : "entry ") + position;
        }
    }

    private record Outcome(Rank first, Rank second, boolean replaces) {}

    private static Rank rank(Position position, boolean tombstone) {
        return new Rank(position, tombstone);
    }

    private static TierWrite[] writes(List<Outcome> outcomes, List<Digest> keys, Function<Outcome, Rank> which) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> {
                    Rank rank = which.apply(outcomes.get(i));
                    return new TierWrite(keys.get(i), rank.position, rank.tombstone, bytes(rank.text()), HOUR);
                })
                .toArray(TierWrite[]::new);
    }

    @Test
    void put_thatReplaces_bringsItsOwnLife() throws Exception {
        Tier tier = tier();
        Digest key = key();
        put(tier, lasting(key, at(1, 1), "first", SHORT));

        put(tier, entry(key, at(1, 2), "second"));

        assertThat(found(tier, key).remaining()).isGreaterThan(HOUR.minusMinutes(1));
    }

    @Test
    void put_thatIsRefused_doesNotTouchTheLifeOfWhatStands() throws Exception {
        Tier tier = tier();
        Digest key = key();
        put(tier, lasting(key, at(1, 2), "standing", Duration.ofSeconds(30)));

        assertThat(put(tier, entry(key, at(1, 1), "late"))).isZero();

        assertThat(found(tier, key).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void put_ofSeveral_storesEachByItsOwnPositionAndCounts() throws Exception {
        Tier tier = tier();
        List<Digest> keys = keys(4);
        put(tier, entry(keys.get(0), at(1, 9), "newer"), entry(keys.get(1), at(1, 1), "older"));

        int stored = put(
                tier,
                entry(keys.get(0), at(1, 5), "a"),
                entry(keys.get(1), at(1, 5), "b"),
                entry(keys.get(2), at(1, 5), "c"),
                tombstone(keys.get(3), at(1, 5)));

        assertThat(stored).isEqualTo(3);
        assertThat(answer(tier.get(CACHE, keys)).stream().map(TierContract::text))
                .containsExactly("newer", "b", "c", "tombstone");
    }

    @Test
    void putAndGet_ofABatchOfThousands_loseNothing() throws Exception {
        Tier tier = tier();
        List<Digest> keys = keys(3_000);
        List<TierWrite> writes =
                keys.stream().map(key -> entry(key, at(1, 1), key.text())).toList();

        assertThat(answer(tier.put(CACHE, writes))).isEqualTo(3_000);

        List<Digest> asked = new ArrayList<>(keys);
        Collections.shuffle(asked, random());
        assertThat(answer(tier.get(CACHE, asked)).stream().map(TierContract::text))
                .as(seeded())
                .containsExactlyElementsOf(asked.stream().map(Digest::text).toList());
    }

    @Test
    void put_ofBigAndOfEmptyEnvelopes_keepsEveryByte() throws Exception {
        Tier tier = tier();
        byte[] big = new byte[1 << 20];
        random().nextBytes(big);
        byte[] all = new byte[256];
        IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);

        for (byte[] envelope : List.of(big, all, new byte[0], new byte[] {0}, bytes("\r\n$-1\r\n"))) {
            Digest key = key();
            answer(tier.put(CACHE, List.of(new TierWrite(key, at(1, 1), false, envelope, HOUR))));
            assertThat(found(tier, key).envelope()).as(seeded()).isEqualTo(envelope);
        }
    }

    @Test
    void get_afterTheLifeHasEnded_answersNull() throws Exception {
        Tier tier = tier();
        Digest entry = key();
        Digest tombstone = key();
        put(tier, lasting(entry, at(1, 1), "value", SHORT));
        answer(tier.put(CACHE, List.of(new TierWrite(tombstone, at(1, 1), true, bytes("gone"), SHORT))));

        TierEntry before = answer(tier.get(CACHE, List.of(entry))).get(0);

        assertThat(before == null ? Duration.ZERO : before.remaining()).isBetween(Duration.ZERO, SHORT);
        until(
                "both have expired",
                () -> answer(tier.get(CACHE, List.of(entry, tombstone))).stream()
                        .allMatch(found -> found == null));
    }

    @Test
    void put_afterTheLifeOfSomethingNewerHasEnded_isStored() throws Exception {
        Tier tier = tier();
        Digest key = key();
        put(tier, lasting(key, at(5, 5), "newer", SHORT));
        until("it has expired", () -> answer(tier.get(CACHE, List.of(key))).get(0) == null);

        assertThat(put(tier, entry(key, at(1, 1), "older"))).isEqualTo(1);

        assertThat(text(found(tier, key))).isEqualTo("older");
    }

    @Test
    void put_ofTheShortestAndTheLongestLife_works() throws Exception {
        Tier tier = tier();
        Digest brief = key();
        Digest lasting = key();

        put(tier, lasting(brief, at(1, 1), "brief", Duration.ofNanos(1)));
        put(tier, lasting(lasting, at(1, 1), "lasting", Duration.ofSeconds(Long.MAX_VALUE)));

        until(
                "the brief one has expired",
                () -> answer(tier.get(CACHE, List.of(brief))).get(0) == null);
        assertThat(found(tier, lasting).remaining()).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void cachesAndNamespaces_haveNothingInCommon() throws Exception {
        Digest key = key();
        Tier mine = tier();
        Tier others = tier(node(namespace() + "-2"));
        List<String> caches =
                List.of("a", "a:b", "b", "a{b}", "A", "a ", "a\u0000", "ключ", "\uD83D\uDE00", "%s'\"\\--");
        for (String cache : caches) {
            answer(mine.put(cache, List.of(entry(key, at(1, 1), "mine " + cache))));
        }

        for (String cache : caches) {
            assertThat(text(answer(mine.get(cache, List.of(key))).get(0))).isEqualTo("mine " + cache);
            assertThat(answer(others.get(cache, List.of(key)))).containsExactly((TierEntry) null);
        }
    }

    @Test
    void put_byManyThreadsOfRandomPositions_endsWithTheHighestAndNeverGoesBack() throws Exception {
        Digest key = key();
        List<Tier> nodes = List.of(tier(), tier(), tier());
        int writers = 6;
        List<List<Integer>> sequences = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            sequences.add(random().ints(60, 0, 1_000).boxed().toList());
        }
        int highest =
                sequences.stream().flatMap(List::stream).max(Integer::compare).orElseThrow();
        AtomicBoolean ended = new AtomicBoolean();

        inParallel(writers + 1, number -> {
            if (number < writers) {
                Tier tier = nodes.get(number % nodes.size());
                sequences.get(number).forEach(sequence -> put(tier, entry(key, at(3, sequence), "" + sequence)));
                ended.compareAndSet(false, number == 0);
            } else {
                int last = -1;
                while (!ended.get()) {
                    TierEntry seen =
                            answer(nodes.get(0).get(CACHE, List.of(key))).get(0);
                    int now = seen == null ? -1 : Integer.parseInt(String.valueOf(text(seen)));
                    assertThat(now).as(seeded()).isGreaterThanOrEqualTo(last);
                    last = now;
                }
            }
        });

        assertThat(text(found(nodes.get(1), key))).as(seeded()).isEqualTo("" + highest);
    }

    @Test
    void purge_takesNothingThatSomeoneStillTrusts() throws Exception {
        Tier tier = tier();
        List<Digest> keys = keys(20);
        answer(tier.put(
                CACHE, keys.stream().map(key -> entry(key, at(1, 10), "value")).toList()));

        assertThat(answer(tier.purge(CACHE, Position.NONE, 5))).isBetween(0, 5);
        assertThat(answer(tier.purge(CACHE, at(1, 10), 1_000))).isZero();

        assertThat(answer(tier.get(CACHE, keys))).hasSize(20).doesNotContainNull();
    }

    @Test
    void purge_ofWhatNobodyTrustsOrHasExpired_takesNoMoreThanItsLimit() throws Exception {
        Tier tier = tier();
        List<Digest> old = keys(10);
        Digest current = key();
        answer(tier.put(
                CACHE, old.stream().map(key -> entry(key, at(1, 1), "old")).toList()));
        put(tier, entry(current, at(1, 10), "current"));

        assertThat(answer(tier.purge(CACHE, at(1, 10), 3))).isBetween(0, 3);

        assertThat(text(found(tier, current))).isEqualTo("current");
    }

    @Test
    void close_twice_keepsWhatIsStoredAndRefusesFurtherCalls() throws Exception {
        Tier closed = tier();
        Digest key = key();
        put(closed, entry(key, at(1, 1), "value"));

        closed.close();
        closed.close();

        failure(closed.get(CACHE, List.of(key)));
        failure(closed.put(CACHE, List.of(entry(key, at(1, 2), "after"))));
        assertThat(text(found(tier(), key))).isEqualTo("value");
    }

    @Test
    void calls_whileTheStoreDoesNotAnswer_returnAtOnceAndFailInTime() throws Exception {
        Tier tier = tier();
        Digest key = key();
        answer(tier.get(CACHE, List.of(key)));

        whileStalled(() -> {
            CompletionStage<?> read = tier.get(CACHE, List.of(key));
            CompletionStage<?> write = tier.put(CACHE, List.of(entry(key, at(1, 1), "value")));
            assertThat(read.toCompletableFuture())
                    .as("returned before it failed")
                    .isNotDone();

            failure(read);
            failure(write);
        });

        until("the tier works again", () -> works(tier));
    }

    @Test
    void put_thatWasGivenUp_neverTakesEffectOverSomethingNewer() throws Exception {
        Digest key = key();
        Tier slow = tier();
        Tier other = tier();
        put(slow, entry(key, at(1, 1), "first"));

        whileStalled(() -> failure(slow.put(CACHE, List.of(entry(key, at(1, 2), "given up")))));
        until("the newer one is stored", () -> stored(other, entry(key, at(1, 3), "newer")));

        until("the tier works again", () -> works(slow));
        during(Duration.ofMillis(300), () -> assertThat(text(found(slow, key))).isEqualTo("newer"));
    }

    private boolean works(Tier tier) {
        return succeeded(tier.get(CACHE, List.of(key())));
    }

    private static boolean stored(Tier tier, TierWrite write) {
        return succeeded(tier.put(CACHE, List.of(write)));
    }

    private static boolean succeeded(CompletionStage<?> stage) {
        return answer(stage.handle((answer, failure) -> failure == null));
    }

    private Tier tier() throws Exception {
        return tier(node());
    }

    private Tier tier(Host host) throws Exception {
        Tier tier = newTier();
        tier.open(host);
        closing(tier::close);
        return tier;
    }

    private static int put(Tier tier, TierWrite... writes) {
        return answer(tier.put(CACHE, List.of(writes)));
    }

    private static TierEntry found(Tier tier, Digest key) {
        TierEntry found = answer(tier.get(CACHE, List.of(key))).get(0);
        if (found == null) {
            throw new AssertionError("nothing is stored under the key");
        }
        return found;
    }

    private static TierWrite entry(Digest key, Position position, String text) {
        return lasting(key, position, text, HOUR);
    }

    private static TierWrite lasting(Digest key, Position position, String text, Duration life) {
        return new TierWrite(key, position, false, bytes(text), life);
    }

    private static TierWrite tombstone(Digest key, Position position) {
        return new TierWrite(key, position, true, bytes("tombstone"), HOUR);
    }

    private static Position at(long epoch, long sequence) {
        return new Position(epoch, sequence);
    }

    private List<Digest> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> key()).toList();
    }

    private Digest key() {
        return new Digest(random().nextLong(), random().nextLong());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(@Nullable TierEntry entry) {
        return entry == null ? null : new String(entry.envelope(), StandardCharsets.UTF_8);
    }
}
