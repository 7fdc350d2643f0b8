package dev.terrace.cache.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Sets the parameters of a statement, one after the other. To be used by one thread. */
final class Parameters {

    private final Connection connection;
    private final PreparedStatement statement;
    private int last;

    Parameters(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    Parameters bytes(byte[] value) throws SQLException {
        statement.setBytes(++last, value);
        return this;
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    /** Values of a type that the database calls so. */
    Parameters array(String type, Object[] values) throws SQLException {
        statement.setArray(++last, connection.createArrayOf(type, values));
        return this;
    }
}
