package dev.terrace.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.flags.audit.Anchor;
import dev.terrace.flags.audit.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bench flag-audit} makes 1,000 changes, and also on a server. */
@Tag("proves:FLAG-5")
class KilledWriterIT {

    private static final int CHANGES = 300;
    private static final int MOST_BEFORE_A_KILL = 60;
    private static final int MICROS = 8_000;
    private static final String NAMESPACE = "killed";

    private final long seed = Long.getLong("terrace.seed", new Random().nextLong());

    /** No change without a record, no record without a change, and nothing is gone that was said to be made. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void change_killedAtAnyMoment_isThereWithItsRecordOrNotAtAll(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("flags");
        Random random = new Random(seed);
        List<Anchor> anchors = new ArrayList<>();
        Set<String> said = new HashSet<>();
        long records = 0;
        while (records < CHANGES) {
            KilledWriter writer = KilledWriter.start(file, NAMESPACE);
            int changes = 1 + random.nextInt(MOST_BEFORE_A_KILL);
            for (int i = 0; i < changes; i++) {
                said.add(running(writer.next()));
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MICROS)));
            writer.kill();
            for (String line = writer.next(); line != null; line = writer.next()) {
                said.add(line);
            }
            records = verify(file, anchors, said);
        }
    }

    private String running(@Nullable String line) {
        assertThat(line)
                .as("what a writer says that nobody has killed, -Dterrace.seed=%s", seed)
                .isNotNull();
        return Objects.requireNonNull(line);
    }

    private long verify(Path file, List<Anchor> anchors, Set<String> said) {
        try (Jdbc jdbc = KilledWriter.open(file);
                FlagStore store = KilledWriter.store(jdbc, NAMESPACE)) {
            Verification whole = Nodes.answer(store.audit().verify(anchors));
            assertThat(whole.findings()).as("-Dterrace.seed=%s", seed).isEmpty();
            anchors.add(whole.end());
            Set<String> recorded = new HashSet<>();
            List<Long> sequences = new ArrayList<>();
            var epoch = Nodes.answer(store.audit().records(0, record -> {
                recorded.add(record.change());
                sequences.add(record.sequence());
                assertThat(record.edits()).hasSize(1);
                return true;
            }));
            assertThat(epoch).isPositive();
            assertThat(recorded)
                    .as("what was said to be made, -Dterrace.seed=%s", seed)
                    .hasSameSizeAs(sequences)
                    .containsAll(said);
            assertThat(whole.records()).isEqualTo(sequences.size());
            StoredFlags stored = Nodes.answer(store.read());
            assertThat(stored.contents())
                    .isEqualTo(Nodes.answer(store.asOf(whole.records())).contents());
            assertThat(stored.version().sequence()).isEqualTo(whole.records());
            return whole.records();
        }
    }
}
