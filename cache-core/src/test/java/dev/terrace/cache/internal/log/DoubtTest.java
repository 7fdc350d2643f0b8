package dev.terrace.cache.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoubtTest {

    private static final int NAMES = 12;
    private static final Name[] KEYS = new Name[NAMES];
    private static final Name[] DEPENDENCIES = new Name[NAMES];

    static {
        for (int i = 0; i < NAMES; i++) {
            KEYS[i] = Name.key(new Digest(i + 1, i + 1));
            DEPENDENCIES[i] = Name.dependency("d" + i);
        }
    }

    private final View view = new View(8, 8, 0);
    private final Mark mark = view.cache("c");
    private long epoch = 1;
    private long sequence;
    private long horizon;
    private long keyHorizon;

    @Test
    void doubts_overRandomHistories_agreeWithTheJudgements() {
        Set<Doubt.Kind> seen = EnumSet.noneOf(Doubt.Kind.class);
        for (int seed = 0; seed < 200; seed++) {
            new DoubtTest().lives(new Random(seed), seed, seen);
        }
        assertThat(seen).as("kinds that came up").containsExactlyInAnyOrder(Doubt.Kind.values());
    }

    private void lives(Random random, int seed, Set<Doubt.Kind> seen) {
        for (int step = 0; step < 60; step++) {
            happens(random);
            for (int i = 0; i < 10; i++) {
                judges(random, "seed " + seed + ", step " + step, seen);
            }
        }
    }

    private void happens(Random random) {
        Position after = view.position();
        switch (random.nextInt(12)) {
            case 0 -> view.tick(random.nextInt(100));
            case 1 -> view.outOfReach(random.nextBoolean());
            case 2 -> view.reconnected();
            case 3 -> view.invalidate(name(random), true);
            case 4 -> acknowledges(name(random));
            case 5 -> {
                epoch++;
                sequence = random.nextInt(5);
                horizon = 0;
                keyHorizon = 0;
                view.follow(after, slice());
            }
            case 6 -> {
                horizon = Math.min(sequence, horizon + random.nextInt(6));
                keyHorizon = Math.min(sequence, keyHorizon + random.nextInt(6));
            }
            case 7 -> {
                if (sequence > 3 && random.nextInt(4) == 0) {
                    sequence -= 3;
                    view.follow(after, slice());
                }
            }
            default -> {
                sequence++;
                view.follow(after, slice(new LogRecord(sequence, name(random))));
            }
        }
    }

    private void acknowledges(Name name) {
        view.invalidate(name, true);
        sequence++;
        view.acknowledged(List.of(name), new Appended(epoch, sequence));
    }

    private Slice slice(LogRecord... records) {
        return new Slice(new Position(epoch, sequence), horizon, keyHorizon, List.of(records), false);
    }

    private static Name name(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Name.cache("c");
            case 1 -> Name.NAMESPACE;
            case 2 -> Repeats.MARK;
            case 3, 4, 5, 6 -> KEYS[random.nextInt(NAMES)];
            default -> DEPENDENCIES[random.nextInt(NAMES)];
        };
    }

    private void judges(Random random, String when, Set<Doubt.Kind> seen) {
        long key = KEYS[random.nextInt(NAMES)].fingerprint();
        long[] names = random.nextBoolean()
                ? View.noNames()
                : new long[] {
                    DEPENDENCIES[random.nextInt(NAMES)].fingerprint(), DEPENDENCIES[random.nextInt(NAMES)].fingerprint()
                };
        long believed = Math.max(0, view.generation() - random.nextInt(12));
        Doubt near = Doubt.onHeap(view, believed, mark, key, names);
        assertThat(near == null)
                .as("%s: %s on the heap", when, near)
                .isEqualTo(view.trustsHeap(believed, mark, key, names));
        Position placed = position(random);
        Position stamped = random.nextBoolean() ? placed : position(random);
        Doubt far = Doubt.afar(view, mark, key, placed, stamped, names);
        assertThat(far == null)
                .as("%s: %s afar", when, far)
                .isEqualTo(view.trustsFar(view.ask(mark, key), placed, stamped, names));
        note(near, seen);
        note(far, seen);
    }

    private static void note(@Nullable Doubt doubt, Set<Doubt.Kind> seen) {
        if (doubt != null) {
            seen.add(doubt.kind());
        }
    }

    private Position position(Random random) {
        return random.nextInt(20) == 0
                ? Position.NONE
                : new Position(epoch + (random.nextInt(10) == 0 ? 1 : 0), Math.max(0, sequence - random.nextInt(8)));
    }
}
