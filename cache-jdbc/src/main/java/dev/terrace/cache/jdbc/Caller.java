package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Host;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Makes the calls of one namespace on the threads that it lends. Thread-safe. */
final class Caller {

    /** What a call does while it blocks. */
    @FunctionalInterface
    interface Attempt<T> {
        T make(Patience patience) throws SQLException;
    }

    private final Database database;
    private final Host host;
    private volatile boolean closed;

    Caller(Database database, Host host) {
        this.database = database;
        this.host = host;
    }

    Host host() {
        return host;
    }

    <T> CompletionStage<T> call(String what, Attempt<T> attempt) {
        Call<T> call = new Call<>(database, host, what);
        if (closed) {
            call.fail(new IllegalStateException(what + " is refused: it was closed"));
            return call.answer;
        }
        try {
            host.executor().execute(() -> {
                if (!call.isOver()) {
                    make(call, attempt);
                }
            });
        } catch (RejectedExecutionException full) {
            call.fail(full);
        }
        return call.answer;
    }

    void close() {
        closed = true;
    }

    private static <T> void make(Call<T> call, Attempt<T> attempt) {
        try {
            call.succeed(attempt.make(call));
        } catch (SQLException | RuntimeException failure) {
            call.fail(failure);
        } catch (Error failure) {
            call.fail(failure);
            throw failure;
        }
    }
}
