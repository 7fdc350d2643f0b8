package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something to do on a connection. May be run again after a conflict, so it has no effect but in the database. */
@FunctionalInterface
interface Work<T extends @Nullable Object> {

    T run(Session session, Sql sql) throws SQLException;
}
