package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.WithMariaDb;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@WithMariaDb
class MariaDbLogIT extends LogContract {

    private final MariaDbServer server;

    MariaDbLogIT(MariaDbServer server) {
        this.server = server;
    }

    @Override
    DataSource dataSource() {
        return server.dataSource();
    }

    @Override
    JdbcBuilder builder() {
        return Jdbc.builder(server.jdbcUrl(), "", "");
    }

    @Test
    void append_byEightThreadsWhileConnectionsAreKilled_isSeenInOrderByEveryFollower() throws Exception {
        Jdbc jdbc = closing(builder().statementTimeout(GENEROUS).build());

        appendAndFollow(jdbc, this::killSome);
    }

    private void killSome() throws Exception {
        String connections = Rows.text(
                dataSource(),
                "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
                        + " AND RAND() < 0.3");
        for (String id : connections.lines().toList()) {
            try {
                Rows.execute(dataSource(), "KILL CONNECTION " + id);
            } catch (SQLException gone) {
                assertThat(gone.getErrorCode()).as("%s", gone).isEqualTo(1094); // no such connection any more
            }
        }
    }
}
