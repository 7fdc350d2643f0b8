package dev.terrace.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** Does what {@link WithSqlite} says. Thread-safe. */
final class SqliteExtension extends ServerExtension<SqliteDatabase> {

    SqliteExtension() {
        super(SqliteDatabase.class);
    }

    @Override
    public SqliteDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return scope(context).computeIfAbsent(SqliteDatabase.class, key -> SqliteDatabase.open(), SqliteDatabase.class);
    }
}
