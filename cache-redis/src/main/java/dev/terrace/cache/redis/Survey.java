package dev.terrace.cache.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/*
 * All are asked at once, so that one that hangs holds nobody up, and the majority counts, so that one that was cut off from the
 * others does not lead astray for ever.
 */
/** Asks several servers the same, each over a connection of its own. One survey; thread-safe. */
final class Survey<T> {

    private final Map<T, Integer> votes = new HashMap<>();
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final int asked;
    private int heard;
    private @Nullable T favourite;
    private int votesForFavourite;
    private @Nullable Throwable failure;

    private Survey(int asked) {
        this.asked = asked;
    }

    /**
     * The answer of more than half of the servers, else the one that most of them gave.
     *
     * @param decode reads a server's answer; it may throw
     */
    static <T> CompletionStage<T> of(
            RedisClient client,
            List<RedisURI> servers,
            ProtocolKeyword command,
            CommandArgs<byte[], byte[]> question,
            BiFunction<RedisURI, List<Object>, T> decode) {
        Survey<T> survey = new Survey<>(servers.size());
        servers.forEach(server -> ask(client, server, command, question)
                .thenApply(answer -> decode.apply(server, answer))
                .whenComplete(survey::count));
        return survey.result;
    }

    private static CompletionStage<List<Object>> ask(
            RedisClient client, RedisURI server, ProtocolKeyword command, CommandArgs<byte[], byte[]> question) {
        return client.connectAsync(ByteArrayCodec.INSTANCE, server).thenCompose(connection -> {
            AsyncCommand<byte[], byte[], List<Object>> asking = new AsyncCommand<>(
                    new Command<>(command, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), question));
            connection.dispatch(asking);
            return asking.whenComplete((answer, fault) -> connection.closeAsync());
        });
    }

    private void count(@Nullable T answer, @Nullable Throwable fault) {
        T elected;
        Throwable cause;
        synchronized (this) {
            heard++;
            if (answer != null) {
                vote(answer);
            } else if (failure == null || Refusals.isAnswer(fault)) {
                failure = fault; // A refusal says more than an address at which nobody answers.
            }
            boolean over = heard == asked || 2 * votesForFavourite > asked;
            if (!over) {
                return;
            }
            elected = favourite;
            cause = failure;
        }
        if (elected != null) {
            result.complete(elected);
        } else {
            result.completeExceptionally(cause == null ? new IllegalStateException("nobody was asked") : cause);
        }
    }

    /** Under the lock. */
    private void vote(T answer) {
        int sum = votes.merge(answer, 1, Integer::sum);
        if (sum > votesForFavourite) {
            favourite = answer;
            votesForFavourite = sum;
        }
    }
}
