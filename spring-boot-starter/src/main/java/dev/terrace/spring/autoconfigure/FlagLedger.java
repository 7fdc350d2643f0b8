package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;

/** Where flags are stored; of a type that is there whether or not its driver is. Closed when the store is. */
final class FlagLedger implements AutoCloseable {

    private final Ledger ledger;
    private final InvalidationLog log;
    private final Runnable close;

    FlagLedger(Ledger ledger, InvalidationLog log, Runnable close) {
        this.ledger = ledger;
        this.log = log;
        this.close = close;
    }

    Ledger ledger() {
        return ledger;
    }

    InvalidationLog log() {
        return log;
    }

    @Override
    public void close() {
        close.run();
    }
}
