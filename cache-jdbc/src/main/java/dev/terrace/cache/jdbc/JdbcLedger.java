package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Evidence;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Trail;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The ledger of one namespace in a database's tables. Thread-safe. */
final class JdbcLedger implements Ledger {

    /** The most trail records in one answer, so that it stays below a few megabytes. */
    private static final int LARGEST_TRAIL = 100;

    private final Database database;
    private volatile @Nullable Caller caller;

    JdbcLedger(Database database) {
        this.database = database;
    }

    static String description(Database database) {
        return "JDBC ledger at " + database.where();
    }

    @Override
    public String description() {
        return description(database);
    }

    @Override
    public void open(Host host) {
        database.open();
        caller = new Caller(database, host);
    }

    @Override
    public CompletionStage<LedgerState> read(String collection) {
        LedgerRead read = new LedgerRead(place(collection));
        return caller().call("A read of records", read::all);
    }

    @Override
    public CompletionStage<LedgerState> read(String collection, String key) {
        Limits.text("record's key", key);
        LedgerRead read = new LedgerRead(place(collection));
        return caller().call("A read of a record", patience -> read.one(key, patience));
    }

    @Override
    public CompletionStage<Outcome> write(Change change) {
        LedgerChange work = new LedgerChange(place(change.collection()), change);
        return caller().call("A change of records", patience -> database.durable(work, patience));
    }

    @Override
    public CompletionStage<Trail> trail(String collection, long afterSequence, int limit) {
        Limits.version("trail's sequence", afterSequence, 0);
        int most = Math.min(Limits.limit(limit), LARGEST_TRAIL);
        LedgerRead read = new LedgerRead(place(collection));
        return caller().call("A read of a trail", patience -> read.trail(afterSequence, most, patience));
    }

    @Override
    public CompletionStage<Boolean> merge(String collection, String key, String source, long version, byte[] bytes) {
        Limits.text("evidence's source", source);
        Limits.version("source's version", version, 1);
        Limits.evidence(bytes);
        EvidenceCells cells = cells(collection, key);
        return caller().call(
                        "A merge of evidence",
                        patience -> database.single(
                                (session, sql) -> cells.merge(session, sql.evidence(), source, version, bytes),
                                patience));
    }

    @Override
    public CompletionStage<List<Evidence>> evidence(String collection, String key) {
        EvidenceCells cells = cells(collection, key);
        return caller().call(
                        "A read of evidence",
                        patience -> database.single((session, sql) -> cells.read(session, sql.evidence()), patience));
    }

    @Override
    public CompletionStage<Integer> purgeEvidence(String collection, String key, Duration olderThan) {
        long age = Limits.ageMillis(olderThan);
        EvidenceCells cells = cells(collection, key);
        return caller().call(
                        "A purge of evidence",
                        patience ->
                                database.single((session, sql) -> cells.purge(session, sql.evidence(), age), patience));
    }

    private EvidenceCells cells(String collection, String key) {
        Limits.text("evidence's key", key);
        return new EvidenceCells(database, place(collection).id(), Ids.key(key));
    }

    private LedgerPlace place(String collection) {
        return new LedgerPlace(caller().host(), database, Limits.name(collection));
    }

    @Override
    public void close() {
        Caller open = caller;
        if (open != null) {
            open.close();
        }
    }

    private Caller caller() {
        Caller open = caller;
        if (open == null) {
            throw new IllegalStateException("the ledger was not opened");
        }
        return open;
    }
}
