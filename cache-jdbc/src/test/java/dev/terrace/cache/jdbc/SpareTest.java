package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpareTest {

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 1, 0", "3, 1, 0", "4, 2, 1", "10, 5, 2", "20, 8, 5", "100, 8, 8"})
    void most_whereNothingIsSaid_isAShareOfThePool(int size, int ofOwn, int ofUsers) {
        try (HikariDataSource pool = pool(size)) {
            assertThat(Spare.ofOwn(pool, Spare.BY_SIZE).most()).isEqualTo(ofOwn);
            assertThat(Spare.ofUsers(pool, Spare.BY_SIZE).most()).isEqualTo(ofUsers);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 0", "10, 4, 4", "10, 9, 9", "10, 10, 9", "10, 1000, 9", "1, 5, 0"})
    void most_whereItIsSaid_isThatAndLessThanThePool(int size, int wanted, int most) {
        try (HikariDataSource pool = pool(size)) {
            assertThat(Spare.ofOwn(pool, wanted).most()).isEqualTo(most);
            assertThat(Spare.ofUsers(pool, wanted).most()).isEqualTo(most);
        }
    }

    @Test
    void take_untilNoneIsLeft_isRefusedUntilOneIsGivenBack() {
        try (HikariDataSource pool = pool(10)) {
            Spare spare = Spare.ofOwn(pool, 2);

            assertThat(spare.take()).isTrue();
            assertThat(spare.take()).isTrue();
            assertThat(spare.take()).isFalse();
            spare.giveBack();
            assertThat(spare.take()).isTrue();
            assertThat(spare.take()).isFalse();
        }
    }

    @Test
    void take_ofNone_isRefused() {
        assertThat(Spare.none().take()).isFalse();
    }

    /** One that never connects. */
    private static HikariDataSource pool(int size) {
        HikariDataSource pool = new HikariDataSource();
        pool.setMaximumPoolSize(size);
        return pool;
    }
}
