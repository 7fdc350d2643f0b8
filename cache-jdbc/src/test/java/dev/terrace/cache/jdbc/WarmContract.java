package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.terrace.cache.profile.ProfileStore;
import dev.terrace.cache.spi.Ledger;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What warming asks of a database: keys that stream, and a place for profiles. */
abstract class WarmContract extends Scene {

    private static final String COLLECTION = "profile/products";

    abstract DataSource dataSource();

    /** A query that counts from 1. */
    abstract String numbers(long most);

    private ProfileStore store() {
        ProfileStore store = ProfileStore.ledger(Jdbc.on(dataSource()).ledger(), "products");
        store.open(node());
        return closing(store);
    }

    private Ledger ledger() {
        Ledger ledger = Jdbc.on(dataSource()).ledger();
        ledger.open(node());
        closing(ledger::close);
        return ledger;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void profile_thatWasStored_isReadByAnotherProcess_untilTheNext() throws Exception {
        assertThat(store().read()).isNull();
        for (int size : new int[] {1, 100_000, 30_000, 8_180, 8_181}) {
            byte[] profile = bytes(size);
            store().write(profile);
            assertThat(store().read()).as("%d bytes, seed %d", size, seed).isEqualTo(profile);
        }
    }

    @Test
    void profile_whoseWritingWasCutOff_leavesTheOneBefore() throws Exception {
        byte[] profile = bytes(50_000);
        store().write(bytes(70_000));
        store().write(profile);
        byte[] half = new byte[20];
        half[11] = 3; // the first of three parts
        assertThat(answer(ledger().evidence(COLLECTION, "b"))).hasSize(7);
        // Into the slot of the older one, as whoever writes next would do.
        answer(ledger().purgeEvidence(COLLECTION, "a", Duration.ZERO));
        answer(ledger().merge(COLLECTION, "a", "0", 1L << 50, half));
        assertThat(store().read()).isEqualTo(profile);
        byte[] next = bytes(9_000);
        store().write(next);
        assertThat(store().read()).isEqualTo(next);
    }

    @Test
    void profile_ofTwoWritings_isNone() throws Exception {
        store().write(bytes(20_000));
        byte[] foreign = new byte[20];
        foreign[11] = 3;
        answer(ledger().merge(COLLECTION, "a", "1", 1L << 50, foreign));
        assertThat(store().read()).isNull();
    }

    @Test
    void profile_thatIsTooLargeForALedger_isRefusedWithTheCure() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store().write(new byte[8_200_000]))
                .withMessageContaining("maximumKeys");
    }

    @Test
    void keys_comeInTheirOrder_aFewAtATime() throws Exception {
        JdbcKeys<Long> keys = JdbcKeys.query(dataSource(), numbers(2_500), row -> row.getLong(1));
        List<Long> read = new ArrayList<>();
        for (List<Long> next = keys.next(1_000); !next.isEmpty(); next = keys.next(1_000)) {
            assertThat(next).hasSizeLessThanOrEqualTo(1_000);
            read.addAll(next);
        }
        keys.close();
        assertThat(read).hasSize(2_500).startsWith(1L, 2L, 3L).endsWith(2_500L);
        assertThat(keys.next(1)).isEmpty();
        keys.close();
    }

    @Test
    void connection_goesBackAsItCame() throws Exception {
        try (Connection only = dataSource().getConnection()) {
            only.setAutoCommit(true);
            JdbcKeys<Long> keys = JdbcKeys.query(new OneConnection(only), numbers(10), row -> row.getLong(1));
            keys.next(3);
            assertThat(only.getAutoCommit()).isFalse();
            keys.close();
            assertThat(only.getAutoCommit()).isTrue();
        }
    }

    @Test
    void query_thatFails_saysSoWithoutItsText() {
        JdbcKeys<Long> keys = JdbcKeys.query(dataSource(), "SELECT id FROM no_such_table_here", row -> row.getLong(1));
        assertThatExceptionOfType(JdbcException.class)
                .isThrownBy(() -> keys.next(1))
                .withMessageContaining("A query of keys to warm failed, SQLSTATE 42")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("no_such_table"));
        keys.close();
    }

    @Test
    void keyThatCannotBeTaken_failsTheSource() {
        JdbcKeys<Long> keys = JdbcKeys.query(dataSource(), numbers(10), row -> row.getLong(7));
        assertThatExceptionOfType(JdbcException.class).isThrownBy(() -> keys.next(1));
        keys.close();
    }
}
