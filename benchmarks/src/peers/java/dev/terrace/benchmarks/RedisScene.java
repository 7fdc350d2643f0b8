package dev.terrace.benchmarks;

import dev.terrace.testkit.RedisServer;
import java.util.List;

/** A Redis for the forks. Stateless. */
final class RedisScene {

    private static final String ADDRESS = "terrace.benchmarks.redis";

    private RedisScene() {}

    /** Launches a server of the run's own. */
    static Scene.Set set() {
        RedisServer redis = RedisServer.launch();
        return new Scene.Set() {
            @Override
            public List<String> jvmArguments() {
                return List.of("-D" + ADDRESS + "=" + redis.uri(), "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
            }

            @Override
            public void close() {
                redis.close();
            }
        };
    }

    /** Where it is, in a fork. */
    static String uri() {
        return System.getProperty(ADDRESS, "redis://localhost");
    }
}
