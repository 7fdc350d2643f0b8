package dev.terrace.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.flags.audit.Anchor;
import dev.terrace.flags.audit.Verification;
import dev.terrace.flags.internal.chain.Link;
import dev.terrace.flags.internal.chain.Tip;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.TestHost;
import dev.terrace.testkit.WithH2;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody edits the rows of a trail of 10,000 records. That each place of a trail is as good as another is ChainCheckTest's business. */
@WithH2
@Tag("proves:FLAG-5")
class TamperedTrailIT extends Nodes {

    private static final int RECORDS = 10_000;

    private final H2Database database;
    private final Jdbc jdbc;
    private final long seed = Long.getLong("terrace.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    TamperedTrailIT(H2Database database) {
        this.database = database;
        jdbc = Jdbc.on(database.dataSource());
    }

    @Override
    Ledger newLedger() {
        return jdbc.ledger();
    }

    @Override
    InvalidationLog newLog() {
        return jdbc.log();
    }

    /** As the door writes it, without checking a document 10,000 times. */
    @BeforeEach
    void writeTheTrail() {
        TestHost host = closing(TestHost.of(namespace));
        Ledger ledger = newLedger();
        ledger.open(host);
        long epoch = answer(ledger.read("flags")).at().epoch();
        Tip tip = Tip.start(namespace + "/flags");
        String before = null;
        for (int i = 1; i <= RECORDS; i++) {
            String after = boolFlag(i % 2 == 0 ? "on" : "off");
            Link link = Link.behind(
                    tip, "c-" + i, i, "ann", "step " + i, List.of(new Link.Edited("flag/a", before, after)));
            byte[] bytes = link.bytes();
            tip = tip.then(link, bytes);
            Outcome outcome = answer(ledger.write(new Change(
                    "c-" + i,
                    "flags",
                    epoch,
                    List.of(
                            new LedgerWrite(Tip.KEY, i - 1, tip.bytes()),
                            new LedgerWrite("flag/a", i - 1, after.getBytes(StandardCharsets.UTF_8))),
                    bytes)));
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            before = after;
        }
        ledger.close();
    }

    @Test
    void verify_anyRowTamperedWith_findsIt() throws Exception {
        FlagStore store = store();
        Verification whole = answer(store.audit().verify(List.of()));
        assertThat(whole.findings()).isEmpty();
        assertThat(whole.records()).isEqualTo(RECORDS);
        execute(
                "CREATE TABLE trail_copy AS SELECT * FROM terrace_ledger_trail",
                "CREATE TABLE record_copy AS SELECT * FROM terrace_ledger_record");

        for (int at : new int[] {1, 2 + random.nextInt(RECORDS - 3), RECORDS}) {
            String row = " WHERE sequence = " + at;
            assertFound(
                    store,
                    "edit of " + at,
                    "UPDATE terrace_ledger_trail SET content = CAST(REPLACE(UTF8TOSTRING(content),"
                            + " 'ann', 'bob') AS VARBINARY(65536))" + row);
            assertFound(store, "deletion of " + at, "DELETE FROM terrace_ledger_trail" + row);
        }
        int middle = 2 + random.nextInt(RECORDS - 3);
        assertFound(
                store,
                "deletion of " + middle + " and a move of the rest",
                "DELETE FROM terrace_ledger_trail WHERE sequence = " + middle,
                "UPDATE terrace_ledger_trail SET sequence = -sequence WHERE sequence > " + middle,
                "UPDATE terrace_ledger_trail SET sequence = -sequence - 1 WHERE sequence < 0",
                "UPDATE terrace_ledger SET sequence = sequence - 1");
        assertFound(
                store,
                "insertion of a copy before " + middle,
                "UPDATE terrace_ledger_trail SET sequence = -sequence WHERE sequence >= " + middle,
                "UPDATE terrace_ledger_trail SET sequence = -sequence + 1 WHERE sequence < 0",
                "INSERT INTO terrace_ledger_trail (collection_id, sequence, change_id, versions, content) SELECT"
                        + " collection_id, sequence - 1, X'00112233445566778899AABBCCDDEEFF', versions, content FROM"
                        + " terrace_ledger_trail WHERE sequence = " + (middle + 1),
                "UPDATE terrace_ledger SET sequence = sequence + 1");
        assertFound(
                store,
                "swap of " + middle + " and the next",
                "UPDATE terrace_ledger_trail SET sequence = -1 WHERE sequence = " + middle,
                "UPDATE terrace_ledger_trail SET sequence = " + middle + " WHERE sequence = " + (middle + 1),
                "UPDATE terrace_ledger_trail SET sequence = " + (middle + 1) + " WHERE sequence = -1");
        assertFound(
                store,
                "edit of a stored flag",
                "UPDATE terrace_ledger_record SET content = CAST('{}' AS VARBINARY(65536)) WHERE"
                        + " UTF8TOSTRING(content) LIKE '%boolean%'");
        assertFound(
                store,
                "removal of the head",
                "UPDATE terrace_ledger_record SET content = NULL WHERE UTF8TOSTRING(content) LIKE '%hash%'");
        assertThat(answer(store.audit().verify(List.of(whole.end()))).isWhole()).isTrue();
    }

    @Test
    void verify_endOfTheTrailCutOffWithItsHead_isFoundByTheAnchor() throws Exception {
        FlagStore store = store();
        Anchor anchor = answer(store.audit().anchor());
        Tip earlier = tipAt(store, RECORDS - 1);
        String head = new String(earlier.bytes(), StandardCharsets.UTF_8);
        String flag = answer(store.asOf(RECORDS - 1)).contents().get("flag/a");

        execute(
                "DELETE FROM terrace_ledger_trail WHERE sequence = " + RECORDS,
                "UPDATE terrace_ledger SET sequence = sequence - 1",
                "UPDATE terrace_ledger_record SET content = CAST('" + head + "' AS VARBINARY(65536)) WHERE"
                        + " UTF8TOSTRING(content) LIKE '%hash%'",
                "UPDATE terrace_ledger_record SET content = CAST('" + flag + "' AS VARBINARY(65536)) WHERE"
                        + " UTF8TOSTRING(content) LIKE '%boolean%'");

        assertThat(answer(store.audit().verify(List.of())).findings())
                .as("without an anchor")
                .isEmpty();
        assertThat(answer(store.audit().verify(List.of(anchor))).findings()).hasSize(1);
    }

    private static Tip tipAt(FlagStore store, long sequence) {
        var record = answer(store.audit().query(dev.terrace.flags.audit.AuditQuery.all(), sequence - 1, 1))
                .records()
                .get(0);
        return new Tip(sequence, record.hash(), record.time().toEpochMilli());
    }

    private void assertFound(FlagStore store, String what, String... statements) throws Exception {
        execute(statements);
        assertThat(answer(store.audit().verify(List.of())).findings())
                .as(what + ", -Dterrace.seed=" + seed)
                .isNotEmpty();
        execute(
                "DELETE FROM terrace_ledger_trail",
                "INSERT INTO terrace_ledger_trail SELECT * FROM trail_copy",
                "DELETE FROM terrace_ledger_record",
                "INSERT INTO terrace_ledger_record SELECT * FROM record_copy",
                "UPDATE terrace_ledger SET sequence = " + RECORDS);
    }

    private void execute(String... statements) throws Exception {
        Rows.execute(database.dataSource(), statements);
    }
}
