package dev.terrace.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** Does what {@link WithMariaDb} says. Thread-safe. */
final class MariaDbExtension extends ServerExtension<MariaDbServer> {

    MariaDbExtension() {
        super(MariaDbServer.class);
    }

    @Override
    public MariaDbServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        MariaDbServer shared =
                session(context).computeIfAbsent(MariaDbServer.class, key -> MariaDbServer.open(), MariaDbServer.class);
        return scope(context).computeIfAbsent(View.class, key -> new View(shared), View.class).server;
    }

    /** A key of its own: a scope's store would find the shared server under that of the server. */
    private static final class View implements AutoCloseable {

        private final MariaDbServer server;

        View(MariaDbServer shared) {
            server = shared.withFreshDatabase();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
