package dev.terrace.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import redis.embedded.core.ExecutableProvider;

/** The redis-server binary: the one the environment names, else the one in the Maven artifact, unpacked once per JVM. */
final class RedisBinary {

    static final String VARIABLE = "TERRACE_TEST_REDIS_BINARY";

    private static final FutureTask<Path> UNPACKED = new FutureTask<>(RedisBinary::unpack);

    private RedisBinary() {}

    static Path path() {
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        UNPACKED.run(); // does nothing but the first time
        try {
            return UNPACKED.get();
        } catch (ExecutionException e) {
            throw new TestServerException(
                    "embedded-redis has no redis-server for this system; name one by " + VARIABLE, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException("interrupted while redis-server was being unpacked", e);
        }
    }

    private static Path unpack() throws IOException {
        return ExecutableProvider.newJarResourceProvider().get().toPath();
    }
}
