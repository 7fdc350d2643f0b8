package dev.terrace.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.flags.Flags;
import dev.terrace.flags.StringFlag;
import dev.terrace.flags.internal.chain.Link;
import dev.terrace.flags.internal.chain.Tip;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.TestHost;
import dev.terrace.testkit.WithH2;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As many flags as a document may have. */
@WithH2
class LargeStoreIT extends Nodes {

    private static final int FLAGS = 10_000;

    private final Jdbc jdbc;

    LargeStoreIT(H2Database database) {
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

    private static String flag(int number) {
        return "{\"type\":\"string\",\"variants\":{\"a\":\"one\",\"b\":\"two\"},\"default\":\"a\",\"salt\":\"s" + number
                + "\",\"description\":\"" + "d".repeat(200)
                + "\",\"rules\":[{\"when\":{\"attribute\":\"country\",\"in\":[\"DE\",\"AT\"]},\"variant\":\"b\"},"
                + "{\"rollout\":{\"percent\":12.5,\"variant\":\"b\"}}]}";
    }

    /** As the door writes them, but for checking the document a hundred times. */
    private void fill() {
        Ledger ledger = newLedger();
        ledger.open(closing(TestHost.of(namespace)));
        long epoch = answer(ledger.read("flags")).at().epoch();
        Tip tip = Tip.start(namespace + "/flags");
        for (int first = 0; first < FLAGS; first += 80) {
            List<Link.Edited> edits = new ArrayList<>();
            List<LedgerWrite> writes = new ArrayList<>();
            for (int i = first; i < first + 80; i++) {
                edits.add(new Link.Edited("flag/f" + i, null, flag(i)));
                writes.add(new LedgerWrite("flag/f" + i, 0, flag(i).getBytes(StandardCharsets.UTF_8)));
            }
            Link link = Link.behind(tip, "c-" + first, 0, "ann", "filled", edits);
            byte[] bytes = link.bytes();
            long before = tip.sequence();
            tip = tip.then(link, bytes);
            writes.add(new LedgerWrite(Tip.KEY, before, tip.bytes()));
            assertThat(answer(ledger.write(new Change("c-" + first, "flags", epoch, writes, bytes))))
                    .isInstanceOf(Outcome.Committed.class);
        }
        ledger.close();
    }

    @Test
    void change_amongTenThousandFlags_isMadeAndInForce() {
        fill();
        FlagStore store = store();
        Flags flags = feed(store).flags();
        assertThat(flags.snapshot().keys()).hasSize(FLAGS);

        applied(change(store, Edit.flag("f9999", flag(9_999).replace("\"default\":\"a\"", "\"default\":\"b\""))));

        assertThat(flags.value(StringFlag.of("f9999", ""), (String) null)).isEqualTo("two");
        assertThat(answer(store.audit().verify(List.of())).findings()).isEmpty();
        ChangeOutcome tooMany = change(store, Edit.flag("one_more", flag(10_000)));
        assertThat(tooMany).isInstanceOf(ChangeOutcome.Refused.class);
    }
}
