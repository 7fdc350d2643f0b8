package dev.terrace.testkit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;

/** Does what {@link WithRedis} says. Thread-safe. */
final class RedisExtension extends ServerExtension<RedisServer> implements BeforeEachCallback {

    RedisExtension() {
        super(RedisServer.class);
    }

    @Override
    public RedisServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Optional<WithRedis> wish = nearest(WithRedis.class, parameter, context);
        List<String> settings = List.of(wish.map(WithRedis::settings).orElse(new String[0]));
        boolean isolated = !settings.isEmpty() || wish.map(WithRedis::isolated).orElse(false);
        RedisServer server = isolated
                ? scope(context)
                        .computeIfAbsent(Isolated.class, key -> new Isolated(), Isolated.class)
                        .with(settings)
                : session(context).computeIfAbsent(RedisServer.class, key -> RedisServer.open(), RedisServer.class);
        resetOnce(server, context);
        return server;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RedisServer shared = session(context).get(RedisServer.class, RedisServer.class);
        if (shared != null) {
            resetOnce(shared, context);
        }
        Isolated isolated = scope(context).get(Isolated.class, Isolated.class);
        if (isolated != null) {
            isolated.servers().forEach(server -> resetOnce(server, context));
        }
    }

    /** Once for each test: its constructor may ask before this extension's own turn comes. */
    private static void resetOnce(RedisServer server, ExtensionContext context) {
        Store store = scope(context);
        String key = "reset " + server.port() + " " + context.getUniqueId();
        store.computeIfAbsent(key, ignored -> {
            server.reset();
            return Boolean.TRUE;
        });
    }

    /** The servers that one test, or one class, has for itself, by their settings. */
    private static final class Isolated implements AutoCloseable {

        private final ConcurrentMap<List<String>, RedisServer> servers = new ConcurrentHashMap<>();

        RedisServer with(List<String> settings) {
            return servers.computeIfAbsent(settings, lines -> RedisServer.launch(lines.toArray(String[]::new)));
        }

        Iterable<RedisServer> servers() {
            return servers.values();
        }

        @Override
        public void close() {
            servers.values().forEach(RedisServer::close);
        }
    }
}
