package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.internal.envelope.EnvelopeFormat;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FarTierFailureTest {

    private static final String KEY = "key";
    private static final Digest DIGEST = World.digest(KEY);
    private static final Duration HOUR = Duration.ofHours(1);

    private final World world = new World();
    private final Source source = new Source("text");

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILING", "THROWING", "SHORT_ANSWERS"})
    @Tag("proves:CACHE-7")
    void get_whileTiersFail_answersFromTheLoader(FakeTier.Mode mode) {
        Node node = node();
        node.near().answer(mode);
        node.far().answer(mode);

        assertThat(node.cache().get(KEY)).isEqualTo("text");
        assertThat(stats(node, 1).failures()).isEqualTo(1);
        assertThat(stats(node, 2).failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILING", "THROWING", "SHORT_ANSWERS"})
    @Tag("proves:CACHE-7")
    void get_whileTiersThatGatherFail_answersFromTheLoader(FakeTier.Mode mode) {
        Node node = node();
        node.near().gather();
        node.near().answer(mode);

        for (int i = 0; i < 2 * Breaker.ROW; i++) {
            assertThat(node.cache().get(KEY + i)).isEqualTo("text");
        }
        assertThat(stats(node, 1).failures()).isPositive();
        assertThat(stats(node, 1).hits()).isZero();
    }

    @Test
    @Tag("proves:CACHE-7")
    void get_whileATierHangs_answersAfterItsTimeout() {
        Node node = node();
        node.near().answerReads(FakeTier.Mode.HANGING);
        Future<String> read = world.start(() -> node.cache().get(KEY));
        World.until(() -> node.near().gets.get() == 1);
        world.time.advance(Duration.ofMillis(499));
        assertThat(source.loads).hasValue(0);

        world.time.advance(Duration.ofMillis(1));

        assertThat(World.result(read)).isEqualTo("text");
        assertThat(stats(node, 1).failures()).isEqualTo(1);
        assertThat(stats(node, 1).reads().maximum()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    @Tag("proves:CACHE-7")
    void get_whileATierHangs_waitsForItAFewTimesOnly() {
        Node node = node();
        node.near().answer(FakeTier.Mode.HANGING);
        for (int i = 0; !stats(node, 1).isOpen(); i++) {
            assertThat(i).as("reads that waited").isLessThan(Breaker.ROW);
            String key = "slow" + i;
            Future<String> read = world.start(() -> node.cache().get(key));
            int reads = i + 1;
            World.until(() -> node.near().gets.get() == reads);
            world.time.advance(Duration.ofMillis(500));
            assertThat(World.result(read)).isEqualTo("text");
            World.until(() -> node.near().puts.get() == reads || stats(node, 1).isOpen());
            if (!stats(node, 1).isOpen()) {
                world.time.advance(Duration.ofMillis(500)); // for the write of what was loaded
            }
        }
        int asked = node.near().gets.get();

        for (int i = 0; i < 50; i++) {
            assertThat(node.cache().get("quick" + i)).isEqualTo("text");
        }

        assertThat(node.near().gets).as("not asked again").hasValue(asked);
        assertThat(stats(node, 1).skipped()).isGreaterThanOrEqualTo(50);
        node.near().answer(FakeTier.Mode.UP);
        world.time.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 3 * Breaker.PROBES; i++) {
            node.cache().get("back" + i);
        }
        assertThat(stats(node, 1).isOpen()).as("used again without a restart").isFalse();
    }

    @Test
    void get_ofManyKeysAtATime_goesInBatchesThatCountOnce() {
        Node writer = node();
        for (int i = 0; i < 20; i++) {
            writer.cache().put("key" + i, "text" + i);
        }
        Node node = world.node(cache -> cache, GatheredReads.DIRECT);
        node.near().gather();
        node.far().answerReads(FakeTier.Mode.FAILING);
        world.poll();
        List<Future<String>> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            if (i < GatheredReads.DIRECT) {
                node.near().holdGet();
            }
            reads.add(node.cache().async().getIfPresent("key" + i).thenApply(found -> found.orElse("none")));
        }
        assertThat(node.near().gets).hasValue(GatheredReads.DIRECT);
        node.near().release();

        for (int i = 0; i < 20; i++) {
            assertThat(World.result(reads.get(i))).isEqualTo("text" + i);
        }
        assertThat(stats(node, 1).hits()).isEqualTo(20);
        assertThat(stats(node, 1).skipped()).isZero();
    }

    /** A batch that is lost is one failure, however many have waited for it; each of them has the loader's answer within the timeout. */
    @Test
    @Tag("proves:CACHE-7")
    void get_ofManyKeysWhileTheTierHangs_waitsForItsTimeoutAtMost() {
        Node node = node();
        node.near().gather();
        node.near().answer(FakeTier.Mode.HANGING);
        List<Future<String>> reads = new ArrayList<>();
        for (int i = 0; i < GatheredReads.DIRECT; i++) {
            reads.add(node.cache().async().get("direct" + i));
        }
        world.time.advance(Duration.ofMillis(100));
        for (int i = 0; i < 10; i++) {
            reads.add(node.cache().async().get("early" + i));
        }
        world.time.advance(Duration.ofMillis(350));
        for (int i = 0; i < 10; i++) {
            reads.add(node.cache().async().get("late" + i));
        }
        world.time.advance(Duration.ofMillis(50));

        for (Future<String> read : reads.subList(0, GatheredReads.DIRECT + 10)) {
            assertThat(World.result(read)).isEqualTo("text");
        }
        assertThat(node.near().gets).as("the late ones went together").hasValue(GatheredReads.DIRECT + 1);
        assertThat(node.near().lastBatch()).isEqualTo(10);
        world.time.advance(Duration.ofMillis(450));
        for (Future<String> read : reads) {
            assertThat(World.result(read)).isEqualTo("text");
        }
        assertThat(stats(node, 1).skipped())
                .as("those who had waited for too long")
                .isEqualTo(10);
    }

    @Test
    void get_ofATierWithTooManyCalls_isAMiss() {
        Node node = world.node(cache -> cache.loader(source), 1);
        node.near().holdGet();
        Future<String> held = world.start(() -> node.cache().get(KEY));
        World.until(() -> node.near().heldCalls() == 1);

        assertThat(node.cache().get("another")).isEqualTo("text");

        assertThat(node.near().gets).hasValue(1);
        assertThat(stats(node, 1).skipped()).isEqualTo(1);
        node.near().release();
        assertThat(World.result(held)).isEqualTo("text");
    }

    @Test
    void getAll_whileOneTierIsDown_isAnsweredByTheNext() {
        Node writer = node();
        assertThat(writer.cache().getAll(List.of("a", "b", "c"))).hasSize(3);
        World.until(() -> writer.far().size(World.CACHE) == 3);
        Node node = node();
        node.near().answer(FakeTier.Mode.FAILING);

        assertThat(node.cache().getAll(List.of("a", "b", "c", "a"))).containsOnlyKeys("a", "b", "c");
        assertThat(node.far().gets).hasValue(1);
        assertThat(node.far().lastBatch()).isEqualTo(3);
        assertThat(source.loads).hasValue(3);
    }

    static Stream<Arguments> damagedEntries() {
        byte[] whole = envelope(DIGEST, 64, Envelope.Kind.VALUE, "planted");
        byte[] flipped = whole.clone();
        flipped[60] ^= 4;
        byte[] newer = whole.clone();
        newer[2] = 3;
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of(
                        "foreign",
                        "{\"json\": true, \"long\": \"enough to be read as an envelope of ours at all\"}"
                                .getBytes(StandardCharsets.UTF_8)),
                Arguments.of("truncated", java.util.Arrays.copyOf(whole, whole.length - 1)),
                Arguments.of("longer", java.util.Arrays.copyOf(whole, whole.length + 1)),
                Arguments.of("bit flipped", flipped),
                Arguments.of("newer version", newer),
                Arguments.of("of another key", envelope(World.digest("other"), 64, Envelope.Kind.VALUE, "planted")),
                Arguments.of("of another cache", envelope(World.digest("c", KEY), 64, Envelope.Kind.VALUE, "planted")),
                Arguments.of("of another codec", envelope(DIGEST, 65, Envelope.Kind.VALUE, "planted")),
                Arguments.of("null where none is allowed", envelope(DIGEST, 0, Envelope.Kind.NULL, "")),
                Arguments.of("unreadable", envelope(DIGEST, 64, Envelope.Kind.VALUE, "unreadable")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedEntries")
    @Tag("proves:CACHE-8")
    void get_ofADamagedEntry_isACountedMissAndIsReplaced(String what, byte[] bytes) {
        Node node = node();
        world.poll();
        node.far().plant(World.CACHE, DIGEST, bytes, HOUR);

        assertThat(node.cache().get(KEY)).as(what).isEqualTo("text");

        assertThat(stats(node, 2).damaged()).isEqualTo(1);
        World.until(() -> !java.util.Arrays.equals(node.far().bytes(World.CACHE, DIGEST), bytes));
        assertThat(node().cache().getIfPresent(KEY).orElse("none")).isEqualTo("text");
    }

    @Test
    void get_ofAWholeEntry_isAHitAsTheControlOfTheDamagedOnes() {
        Node node = node();
        node.far().plant(World.CACHE, DIGEST, envelope(DIGEST, 64, Envelope.Kind.VALUE, "planted"), HOUR);

        assertThat(node.cache().get(KEY)).isEqualTo("planted");
        assertThat(stats(node, 2).hits()).isEqualTo(1);
    }

    @Test
    void put_ofAValueThatTheCodecCannotWrite_throwsAndChangesNothing() {
        Node node = node();
        node.cache().put(KEY, "before");
        long sequence = world.log.sequence();

        assertThatThrownBy(() -> node.cache().put(KEY, "unwritable"))
                .isInstanceOf(CacheCodecException.class)
                .hasMessageContaining("codec(...)")
                .hasMessageNotContaining(KEY + "\"");
        assertThatThrownBy(
                        () -> node.cache().put(KEY, "unwritable", node.terrace().stamp()))
                .isInstanceOf(CacheCodecException.class);

        assertThat(node.cache().getIfPresent(KEY).orElse("none")).isEqualTo("before");
        assertThat(world.log.sequence()).isEqualTo(sequence);
        assertThat(node.cache().stats().puts()).isEqualTo(1);
    }

    @Test
    void get_ofAValueThatTheCodecCannotWrite_answersAndCounts() {
        source.set("unwritable");
        Node node = node();

        assertThat(node.cache().get(KEY)).isEqualTo("unwritable");
        World.until(() -> stats(node, 1).failedPuts() == 1 && stats(node, 2).failedPuts() == 1);
        assertThat(node.far().size(World.CACHE)).isZero();
    }

    @Test
    void put_ofAValueOverTheLimit_throws() {
        Node node = world.node(cache -> cache.maximumValueBytes(10));

        node.cache().put(KEY, "0123456789");
        assertThatThrownBy(() -> node.cache().put(KEY, "01234567890"))
                .isInstanceOf(CacheCodecException.class)
                .hasMessageContaining("11 bytes")
                .hasMessageContaining("maximumValueBytes");
    }

    @Test
    void invalidate_whileATierRefuses_leavesTheTombstoneLater() {
        Node node = node();
        node.cache().put(KEY, "old");
        node.far().answerWrites(FakeTier.Mode.FAILING);
        node.cache().invalidate(KEY);
        assertThat(node.near().holdsTombstone(World.CACHE, DIGEST)).isTrue();
        assertThat(node.far().holdsTombstone(World.CACHE, DIGEST)).isFalse();

        node.far().answerWrites(FakeTier.Mode.UP);
        heal(() -> node.far().holdsTombstone(World.CACHE, DIGEST));

        assertThat(node.far().position(World.CACHE, DIGEST)).isEqualTo(new Position(1, 2));
        world.log.trimKeys();
        assertThat(node().cache().getIfPresent(KEY).isFound())
                .as("nobody remembers the key")
                .isFalse();
    }

    @Test
    @Tag("proves:CACHE-7")
    void put_thatATierCannotTake_isThereLater() {
        Node node = node();
        node.cache().put(KEY, "old");
        node.far().answerWrites(FakeTier.Mode.FAILING);
        assertThat(node.cache().put(KEY, "newer")).isEqualTo(Receipt.LOGGED);
        assertThat(node.cache().put(KEY, "newest")).isEqualTo(Receipt.LOGGED);
        assertThat(node.far().position(World.CACHE, DIGEST)).isEqualTo(new Position(1, 1));
        world.time.advance(Duration.ofMinutes(2));

        node.far().answerWrites(FakeTier.Mode.UP);
        heal(() -> new Position(1, 3).equals(node.far().position(World.CACHE, DIGEST)));

        assertThat(node.far().remaining(World.CACHE, DIGEST))
                .as("what is left of its life")
                .isLessThanOrEqualTo(HOUR.minusMinutes(2));
        world.log.trimKeys();
        Node other = world.node(cache -> cache, false);
        other.near().answerReads(FakeTier.Mode.FAILING);
        assertThat(other.cache().getIfPresent(KEY).orElse("none")).isEqualTo("newest");
    }

    @Test
    void put_thatATierCannotTakeAndAnotherNodeOverrides_leavesATombstoneAtMost() {
        Node node = node();
        node.cache().put(KEY, "old");
        node.far().answerWrites(FakeTier.Mode.FAILING);
        node.cache().put(KEY, "ours");
        Node other = node();
        other.far().answerWrites(FakeTier.Mode.HANGING); // its own write never arrives
        world.start(() -> other.cache().invalidate(KEY));
        World.until(() -> world.log.sequence() == 3);
        world.poll();

        node.far().answerWrites(FakeTier.Mode.UP);
        heal(() -> node.far().holdsTombstone(World.CACHE, DIGEST));

        assertThat(node.far().position(World.CACHE, DIGEST)).isEqualTo(new Position(1, 2));
    }

    @Test
    void put_thatATierCannotTakeAndWhoseLifeEnds_leavesATombstone() {
        Node node = node();
        node.cache().put(KEY, "old");
        node.far().answerWrites(FakeTier.Mode.FAILING);
        node.cache().put(KEY, "new");
        world.time.advance(HOUR);

        node.far().answerWrites(FakeTier.Mode.UP);
        heal(() -> node.far().holdsTombstone(World.CACHE, DIGEST));
    }

    /** Values first wait for the log, for another node may have said something of the key meanwhile; removals need not. */
    @Test
    void put_thatATierCannotTake_waitsForTheLog() {
        Node node = node();
        node.far().answerWrites(FakeTier.Mode.FAILING);
        node.cache().put(KEY, "new");
        node.cache().invalidate("removed");
        node.log().reachable(false);
        world.time.advance(Duration.ofSeconds(11));

        node.far().answerWrites(FakeTier.Mode.UP);
        heal(() -> node.far().holdsTombstone(World.CACHE, World.digest("removed")));
        world.time.advance(Duration.ofSeconds(3));
        assertThat(node.far().bytes(World.CACHE, DIGEST)).isNull();

        node.log().reachable(true);
        world.heal();
        heal(() -> new Position(1, 1).equals(node.far().position(World.CACHE, DIGEST)));
        assertThat(node.far().holdsTombstone(World.CACHE, DIGEST)).isFalse();
    }

    /** Removals that are owed because too many calls were under way are sent at once, in batches; no cache is invalidated for them. */
    @Test
    void invalidate_ofMoreKeysAtATimeThanCallsAreAllowed_owesThemForAMoment() {
        Node node = world.node(cache -> cache.loader(source), 1);
        node.near().holdPut();
        world.start(() -> node.cache().invalidate("first"));
        World.until(() -> node.near().heldCalls() == 1);

        for (int i = 0; i < Arrears.BATCH; i++) {
            node.cache().async().invalidate("key" + i);
        }

        World.until(() -> node.near().size(World.CACHE) == Arrears.BATCH);
        assertThat(node.near().puts.get()).isLessThanOrEqualTo(Arrears.BATCH + 1);
        node.near().release();
    }

    /** A key of another type in Redis fails each batch that it is in. */
    @Test
    void invalidate_ofAKeyThatTheTierRefuses_holdsUpNoOther() {
        Node node = node();
        node.far().answerWrites(FakeTier.Mode.FAILING);
        node.far().poison(World.digest("poisoned"));
        node.cache().invalidate("poisoned");
        node.cache().invalidate(KEY);
        node.cache().invalidate("another");
        node.far().answerWrites(FakeTier.Mode.UP);

        heal(() -> node.far().holdsTombstone(World.CACHE, DIGEST)
                && node.far().holdsTombstone(World.CACHE, World.digest("another")));
    }

    @Test
    @Tag("proves:CACHE-9")
    void invalidate_ofMoreKeysThanCanBeOwed_raisesTheFloorOfTheCache() {
        Node node = node();
        node.far().answerWrites(FakeTier.Mode.FAILING);
        for (int i = 0; i <= Arrears.MAXIMUM; i++) {
            node.cache().invalidate("key" + i);
        }

        assertThat(world.log.history()).contains(Name.cache(World.CACHE));
    }

    @Test
    @Tag("proves:CACHE-9")
    void put_ofMoreThanCanBeKept_leavesTombstones() {
        Node node = world.node(cache -> cache.loader(source).maximumValueBytes(8 << 20), false);
        node.far().answerWrites(FakeTier.Mode.FAILING);
        String large = "x".repeat((int) (Arrears.VALUE_BYTES / 4));
        for (int i = 0; i < 6; i++) {
            node.cache().put("key" + i, large);
        }
        node.cache().put("key0", "small"); // what it replaces makes room
        node.cache().put("key6", large);

        node.far().answerWrites(FakeTier.Mode.UP);
        heal(() -> node.far().size(World.CACHE) == 7);

        assertThat(Stream.of(0, 1, 2, 3, 4, 5, 6)
                        .map(i -> node.far().holdsTombstone(World.CACHE, World.digest("key" + i))))
                .containsExactly(false, false, false, false, true, true, true);
    }

    @Test
    void purge_afterInvalidateAll_reclaimsWhatNobodyTrusts() {
        Node node = node();
        node.cache().put("a", "1");
        node.cache().put("b", "2");
        node.cache().invalidateAll();
        node.cache().put("c", "3");

        world.time.advance(Duration.ofSeconds(6));
        World.until(() -> node.far().size(World.CACHE) == 1);

        assertThat(node.near().size(World.CACHE)).isEqualTo(1);
        assertThat(node().cache().getIfPresent("c").orElse("none")).isEqualTo("3");
    }

    private void heal(java.util.concurrent.Callable<Boolean> healed) {
        World.until(() -> {
            world.time.advance(Duration.ofSeconds(1)); // sweeps, and pauses of breakers
            return healed.call();
        });
    }

    private Node node() {
        return world.node(cache -> cache.loader(source).codec(new TextCodec()));
    }

    private static TierStats stats(Node node, int tier) {
        return node.cache().stats().tiers().get(tier);
    }

    private static byte[] envelope(Digest key, int codec, Envelope.Kind kind, String text) {
        return EnvelopeFormat.write(new Envelope(
                kind,
                codec,
                key,
                new Position(1, 0),
                0,
                HOUR,
                Duration.ZERO,
                List.of(),
                text.getBytes(StandardCharsets.UTF_8)));
    }
}
