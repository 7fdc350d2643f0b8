package dev.terrace.testkit.contract;

import static dev.terrace.testkit.contract.Ledgers.FLAGS;
import static dev.terrace.testkit.contract.Ledgers.bytes;
import static dev.terrace.testkit.contract.Ledgers.text;
import static dev.terrace.testkit.contract.Ledgers.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Evidence;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of the {@link LedgerContract} that is about evidence. */
abstract class EvidenceContract extends BackendContract {

    /**
     * Makes a ledger that has not been opened, on the server that all ledgers of this test share. Called several times in a
     * test.
     *
     * @return the ledger
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract Ledger newLedger() throws Exception;

    @Test
    void merge_inAnyOrderAndRepeatedly_keepsTheNewestOfEachSource() throws Exception {
        Ledger ledger = ledger();
        List<int[]> sends = new ArrayList<>();
        for (int version : new int[] {1, 2, 3, 4, 9}) {
            sends.add(new int[] {0, version});
            sends.add(new int[] {1, version});
            sends.add(new int[] {0, version});
        }
        for (String key : List.of("k1", "k2", "k3")) {
            Collections.shuffle(sends, random());
            for (int[] send : sends) {
                String source = "node " + send[0];
                answer(ledger.merge(FLAGS, key, source, send[1], bytes(source + "/" + send[1])));
            }
            assertThat(cells(ledger(), key)).as(seeded()).containsExactly("node 0=9:node 0/9", "node 1=9:node 1/9");
        }
    }

    @Test
    void merge_answersWhetherTheCellHoldsIt() throws Exception {
        Ledger ledger = ledger();

        assertThat(merge(ledger, "a", 5)).isTrue();
        assertThat(merge(ledger, "a", 5)).as("the same").isFalse();
        assertThat(merge(ledger, "a", 4)).as("older").isFalse();
        assertThat(merge(ledger, "a", Limits.MAXIMUM_VERSION)).as("newer").isTrue();
        assertThat(merge(ledger, "b", 1)).isTrue();
        assertThat(cells(ledger, "key"))
                .containsExactly("a=" + Limits.MAXIMUM_VERSION + ":" + Limits.MAXIMUM_VERSION, "b=1:1");
        assertThat(answer(ledger.evidence(FLAGS, "other"))).isEmpty();
        assertThat(answer(ledger.evidence("others", "key"))).isEmpty();
        assertThat(answer(ledger.evidence(FLAGS + ":key", "key"))).isEmpty();
        assertThat(trail(ledger, 10)).isEmpty();
    }

    @Test
    void merge_byEightThreads_keepsTheNewest() throws Exception {
        List<Ledger> nodes = List.of(ledger(), ledger());

        inParallel(8, number -> {
            for (int i = 1; i <= 10; i++) {
                merge(nodes.get(number % 2), "shared", i * 8 + number);
                merge(nodes.get(number % 2), "own " + number, i);
            }
        });

        assertThat(cells(nodes.get(0), "key")).hasSize(9).contains("shared=87:87", "own 3=10:10");
    }

    @Test
    void merge_ofHostileKeysAndSources_keepsThemApart() throws Exception {
        Ledger ledger = ledger();
        for (String text : Ledgers.hostileTexts()) {
            answer(ledger.merge(FLAGS, text, text, 1, bytes("of " + text)));
        }
        for (String text : Ledgers.hostileTexts()) {
            assertThat(cells(ledger, text)).containsExactly(text + "=1:of " + text);
        }
    }

    @Test
    void merge_ofTooManySources_isRefusedUntilOldOnesArePurged() throws Exception {
        Ledger ledger = ledger();
        inParallel(2, number -> {
            for (int i = number; i < Limits.MAXIMUM_SOURCES; i += 2) {
                merge(ledger, "s" + i, 1);
            }
        });

        assertThat(failure(ledger.merge(FLAGS, "key", "one more", 1, bytes(""))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000")
                .hasMessageContaining("purge")
                .hasMessageNotContaining("one more");
        assertThat(merge(ledger, "s7", 2)).as("one that is known").isTrue();

        assertThat(answer(ledger.purgeEvidence(FLAGS, "key", Duration.ofHours(1))))
                .isZero();
        assertThat(answer(ledger.purgeEvidence(FLAGS, "key", Duration.ZERO))).isEqualTo(Limits.MAXIMUM_SOURCES);
        assertThat(merge(ledger, "one more", 1)).isTrue();
        assertThat(cells(ledger, "key")).containsExactly("one more=1:1");
    }

    @Test
    void evidence_tellsItsAgeByTheStoresClock_andPurgeRemovesTheOld() throws Exception {
        Ledger ledger = ledger();
        merge(ledger, "old", 1);
        until("it has some age", () -> age(ledger, "old").compareTo(Duration.ofMillis(300)) >= 0);
        merge(ledger, "old", 1);
        assertThat(age(ledger, "old"))
                .as("what is known stays as old as it is")
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
        merge(ledger, "new", 1);

        assertThat(age(ledger, "new")).isLessThan(age(ledger, "old"));
        until("the old one can be purged", () -> answer(ledger.purgeEvidence(FLAGS, "key", age(ledger, "old"))) == 1);
        assertThat(cells(ledger, "key")).containsExactly("new=1:1");
    }

    private static boolean merge(Ledger ledger, String source, long version) {
        return answer(ledger.merge(FLAGS, "key", source, version, bytes("" + version)));
    }

    private static Duration age(Ledger ledger, String source) {
        return answer(ledger.evidence(FLAGS, "key")).stream()
                .filter(cell -> cell.source().equals(source))
                .map(Evidence::age)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static List<String> cells(Ledger ledger, String key) {
        return answer(ledger.evidence(FLAGS, key)).stream()
                .map(cell -> cell.source() + "=" + cell.version() + ":" + text(cell.bytes()))
                .sorted()
                .toList();
    }

    final Ledger ledger() throws Exception {
        return openOn(namespace());
    }

    final Ledger openOn(String ofNamespace) throws Exception {
        Ledger ledger = newLedger();
        ledger.open(node(ofNamespace));
        closing(ledger::close);
        return ledger;
    }
}
