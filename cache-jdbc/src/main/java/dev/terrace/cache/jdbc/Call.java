package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** A promise to answer in time, be it with a failure. Thread-safe. */
final class Call<T> implements Patience {

    final CompletableFuture<T> answer = new CompletableFuture<>();
    private final Database database;
    private final String what;
    private final Time.Timer timer;
    private volatile boolean waitsForConnection;

    Call(Database database, Host host, String what) {
        this.database = database;
        this.what = what;
        timer = host.time().schedule(database.settings().callTimeout(), this::giveUp);
    }

    @Override
    public boolean isOver() {
        return answer.isDone();
    }

    @Override
    public void waitsForConnection(boolean waits) {
        waitsForConnection = waits;
    }

    void succeed(T value) {
        timer.cancel();
        answer.complete(value);
    }

    /** Fails with what happened; the driver's exceptions get a message that may be shown. */
    void fail(Throwable failure) {
        timer.cancel();
        answer.completeExceptionally(failure instanceof SQLException sql ? database.failed(what, sql) : failure);
    }

    private void giveUp() {
        if (waitsForConnection) {
            database.stalled();
        }
        answer.completeExceptionally(new JdbcException(
                what + " was given up at " + database.where() + ": no answer within "
                        + database.settings().callTimeout(),
                null,
                null));
    }
}
