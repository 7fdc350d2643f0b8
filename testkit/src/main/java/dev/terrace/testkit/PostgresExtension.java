package dev.terrace.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** Does what {@link WithPostgres} says. Thread-safe. */
final class PostgresExtension extends ServerExtension<PostgresServer> {

    PostgresExtension() {
        super(PostgresServer.class);
    }

    @Override
    public PostgresServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        PostgresServer shared = session(context)
                .computeIfAbsent(PostgresServer.class, key -> PostgresServer.open(), PostgresServer.class);
        return scope(context).computeIfAbsent(View.class, key -> new View(shared), View.class).server;
    }

    /** A key of its own: a scope's store would find the shared server under that of the server. */
    private static final class View implements AutoCloseable {

        private final PostgresServer server;

        View(PostgresServer shared) {
            server = shared.withFreshDatabase();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
