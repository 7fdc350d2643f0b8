package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Receipt;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.PostgresNode;
import dev.terrace.testkit.Proves;
import org.junit.jupiter.api.Test;

/** Whole nodes, whose database loses what it had acknowledged. */
class PostgresLostDataIT extends Nodes {

    /** The node that knows the lost end of the log is away until others have appended past it. */
    @Test
    @Proves("CACHE-4")
    void database_restoredFromABackupAndOvertaken_leavesNothingStale() throws Exception {
        PostgresNode server = closing(PostgresNode.launch());
        FaultProxy proxy = closing(FaultProxy.to(server.jdbcUrl()));
        node(closing(Jdbc.at(server.jdbcUrl(), "", ""))).close();
        PostgresNode.Copy backup = server.copy();
        Node away = node(closing(Jdbc.at(proxy.uri(), "", "")));
        for (int i = 0; i < 5; i++) {
            assertThat(away.terrace().invalidateDependency("lost " + i)).isEqualTo(Receipt.LOGGED);
        }
        source.put("key", "old");
        assertThat(away.get("key")).isEqualTo("old");
        long before = away.sequence();
        long epochs = away.epochs();
        cut(proxy);

        server.restore(backup);
        Node fresh = node(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        source.put("key", "new");
        assertThat(fresh.invalidate()).isEqualTo(Receipt.LOGGED);
        for (int i = 0; i < 10; i++) {
            fresh.terrace().invalidateDependency("other " + i);
        }
        assertThat(fresh.sequence()).as("past what the other knows").isGreaterThan(before);
        proxy.heal();

        eventually(() -> assertThat(away.epochs()).isGreaterThan(epochs));
        eventually(() -> assertThat(away.get("key")).isEqualTo("new"));
        eventually(() -> assertThat(away.terrace().logStats().appendedAgain()).isPositive());
        eventually(() -> assertThat(fresh.terrace().logStats().epoch())
                .isEqualTo(away.terrace().logStats().epoch()));
    }

    /** A standby that had not received the end becomes the primary, and has appended past it before the survivor finds it. */
    @Test
    @Proves("CACHE-4")
    void standby_promotedWithoutTheEndOfTheLog_isToldItAgain() throws Exception {
        PostgresNode primary = closing(PostgresNode.launch());
        FaultProxy replication = closing(FaultProxy.to("127.0.0.1", primary.port()));
        node(closing(Jdbc.at(primary.jdbcUrl(), "", ""))).close();
        PostgresNode standby = closing(primary.standby(replication.port()));
        FaultProxy toStandby = closing(FaultProxy.to("127.0.0.1", standby.port()));
        toStandby.refuseConnections();
        String both = "jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + toStandby.port()
                + "/postgres?user=postgres&password=postgres&targetServerType=primary";
        Node survivor = node(closing(Jdbc.at(both, "", "")));
        assertThat(survivor.terrace().invalidateDependency("replicated")).isEqualTo(Receipt.LOGGED);
        eventually(() -> assertThat(Rows.number(standby.dataSource(), "SELECT MAX(sequence) FROM terrace_log"))
                .isEqualTo(survivor.sequence()));

        cut(replication);
        source.put("key", "old");
        for (int i = 0; i < 3; i++) {
            assertThat(survivor.terrace().invalidateDependency("lost " + i)).isEqualTo(Receipt.LOGGED);
        }
        assertThat(survivor.get("key")).isEqualTo("old");
        long before = survivor.sequence();
        long epochs = survivor.epochs();
        primary.stop();
        standby.promote();
        Node fresh = node(closing(Jdbc.at(standby.jdbcUrl(), "", "")));
        assertThat(fresh.get("key")).isEqualTo("old");
        source.put("key", "new");
        for (int i = 0; i < 8; i++) {
            fresh.invalidate();
        }
        assertThat(fresh.sequence()).isGreaterThan(before);
        toStandby.acceptConnections();

        eventually(() -> assertThat(survivor.epochs()).isGreaterThan(epochs));
        eventually(() -> assertThat(survivor.get("key")).isEqualTo("new"));
        eventually(() -> assertThat(Rows.text(
                        standby.dataSource(),
                        "SELECT convert_from(name, 'UTF8') FROM terrace_log_record WHERE kind = 'd' ORDER BY 1"))
                .contains("lost 0\nlost 1\nlost 2\n"));
        eventually(() -> assertThat(fresh.terrace().logStats().epoch())
                .isEqualTo(survivor.terrace().logStats().epoch()));
        assertThat(fresh.get("key")).isEqualTo("new");
    }
}
