package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.PostgresNode;
import dev.terrace.testkit.Proves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresRestoredLogIT extends RestoredLogContract {

    private static final Digest EARLY = new Digest(1, 1);
    private static final Digest LATE = new Digest(1, 2);

    private static PostgresNode server;

    @BeforeAll
    static void launch() {
        server = PostgresNode.launch();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Override
    Jdbc partner() {
        return closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .statementTimeout(GENEROUS)
                .build());
    }

    @Override
    AutoCloseable copy() {
        PostgresNode.Copy copy = server.copy();
        return () -> server.restore(copy);
    }

    /** The writer has read nothing since; nobody who follows the restored log may believe what it stamped before. */
    @Test
    @Proves("CACHE-1")
    void put_underAPositionThatTheRestoredLogHasNotIssued_isRefused() throws Exception {
        append(log(partner()), Name.dependency("kept"));
        AutoCloseable copy = copy();
        Jdbc jdbc = partner();
        InvalidationLog log = log(jdbc);
        Tier tier = tier(jdbc);
        Appended lost = append(log, Name.dependency("lost"), Name.dependency("lost too"));
        Bookmark known = new Bookmark(lost.position(1), lost.token());
        assertThat(put(tier, entry(EARLY, known.position(), HOUR))).isEqualTo(1);
        copy.close();

        await().untilAsserted(() ->
                assertThat(put(tier, entry(LATE, known.position(), HOUR))).isZero());
        InvalidationLog restored = log(partner());
        for (int i = 0; i < 6; i++) {
            append(restored, Name.dependency("other " + i));
        }
        assertThat(put(tier, entry(LATE, known.position(), HOUR)))
                .as("overtaken")
                .isZero();

        Slice slice = answer(log.read(known.position(), known, 100));
        assertThat(put(tier, entry(LATE, known.position(), HOUR)))
                .as("of an epoch that is over")
                .isZero();
        assertThat(put(tier, entry(LATE, slice.reached(), HOUR))).isEqualTo(1);
    }
}
