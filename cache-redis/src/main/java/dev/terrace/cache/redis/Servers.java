package dev.terrace.cache.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where commands go: one server, or that of several which holds their keys. Thread-safe. */
interface Servers {

    /** Hears of connections, on a thread of the driver or of the timers. */
    interface Listener {
        /** A connection has been made, and nobody can use it yet. */
        void made();

        /** A connection can be used. */
        void up(Node node);

        /** An attempt to connect has failed, or a connection was lost. */
        void down(Object who, String place, Throwable cause);

        /** Nobody waits for this any more. */
        void gone(Object who);
    }

    /** Begins to connect. Ends, or fails with its cause, when the first attempt has ended. Called once. */
    CompletableFuture<Void> connect();

    /** Sends commands, those for one server in one go and in their order. Each completes or fails by itself. */
    void send(List<? extends RedisCommand<byte[], byte[], ?>> commands);

    /** The server that holds a key, or will tell who does. */
    CompletionStage<RedisURI> holder(byte[] key);

    /** A number for the server that holds a key, as far as that is known; the same for those of one server. */
    int place(byte[] key);

    /** Closes all connections for good. What waits for an answer fails. Does not block. */
    CompletableFuture<Void> close();
}
