package dev.terrace.cache.redis;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/*
 * Sentinels may name a server that has been demoted meanwhile, and a name in the DNS may still lead to it. It would answer reads,
 * and refuse writes for ever. A server that may not be asked for its role is taken for a primary; READONLY gives it away later.
 */
/** Lets connections to primaries pass. Stateless. */
final class Primary {

    private static final String CURE = ": write the address of the primary, or those of its Sentinels, into uri";

    private Primary() {}

    /** The same connection, or a failure, after which it is closed, if it leads to a replica or a Sentinel. */
    static <C extends StatefulRedisConnection<byte[], byte[]>> CompletionStage<C> only(C connection) {
        CompletableFuture<C> passed = new CompletableFuture<>();
        connection.async().role().whenComplete((role, unknown) -> {
            String refusal = unknown == null ? refusal(role) : "";
            if (refusal.isEmpty()) {
                passed.complete(connection);
            } else {
                connection.closeAsync();
                passed.completeExceptionally(new RedisConnectionException(refusal + CURE));
            }
        });
        return passed;
    }

    private static String refusal(List<Object> role) {
        return switch (role.isEmpty() ? "" : text(role.get(0))) {
            case "slave" -> "the server is a replica at present";
            case "sentinel" -> "the server is a Sentinel";
            default -> "";
        };
    }

    static String text(Object bulk) {
        return bulk instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(bulk);
    }
}
