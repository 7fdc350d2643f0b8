package dev.terrace.examples.quickstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;

/** An H2 server on loopback, in this process, with a product for each id. Thread-safe. */
final class CatalogueServer implements AutoCloseable {

    private static final String DATABASE = "mem:catalogue";
    private static final int BATCH = 1_000;

    private final Server server;
    private final Connection open;

    private CatalogueServer(Server server, Connection open) {
        this.server = server;
        this.open = open;
    }

    static CatalogueServer start(long[] ids) throws SQLException {
        // A database in memory lives as long as somebody is connected to it.
        Connection open = DriverManager.getConnection("jdbc:h2:" + DATABASE, "sa", "");
        try {
            fill(open, ids);
            Server server = Server.createTcpServer("-tcpPort", "0").start();
            return new CatalogueServer(server, open);
        } catch (SQLException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static void fill(Connection connection, long[] ids) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (id BIGINT PRIMARY KEY, name VARCHAR(200) NOT NULL,"
                    + " price_in_cents BIGINT NOT NULL, version BIGINT NOT NULL)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO product VALUES (?, ?, ?, 1)")) {
            for (int i = 0; i < ids.length; i++) {
                insert.setLong(1, ids[i]);
                insert.setString(2, "Product " + ids[i]);
                insert.setLong(3, 100 + ids[i] % 9_900);
                insert.addBatch();
                if ((i + 1) % BATCH == 0 || i == ids.length - 1) {
                    insert.executeBatch();
                }
            }
        }
    }

    String url() {
        return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + DATABASE;
    }

    @Override
    public void close() throws SQLException {
        server.stop();
        open.close();
    }
}
