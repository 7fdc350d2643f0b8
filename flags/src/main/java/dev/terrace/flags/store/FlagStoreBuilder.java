package dev.terrace.flags.store;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Limits;
import dev.terrace.flags.internal.time.FlagHost;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a store.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class FlagStoreBuilder {

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofHours(1);
    private static final int LONGEST_COLLECTION = 100;

    private final String namespace;
    private @Nullable Ledger ledger;
    private @Nullable Host host;
    private Duration pollInterval = Duration.ofMillis(500);
    private Duration patience = Duration.ofSeconds(2);

    @Nullable
    InvalidationLog log;

    @Nullable
    String environment;

    String collection = "flags";

    FlagStoreBuilder(String namespace) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "a flag store's namespace has 1 to 64 letters, digits, '.', '_' or '-', not \"" + namespace
                            + "\": choose such a name");
        }
        this.namespace = namespace;
    }

    /**
     * Sets where definitions are stored.
     *
     * @param ledger a new one, such as {@code redis.ledger()} or {@code jdbc.ledger()}; the store opens and closes it
     * @return this
     */
    public FlagStoreBuilder ledger(Ledger ledger) {
        this.ledger = ledger;
        return this;
    }

    /**
     * Sets by what nodes tell each other of changes. Without one they find out by polling alone.
     *
     * @param log a new one, such as {@code redis.log()} or {@code jdbc.log()}; the store opens and closes it
     * @return this
     */
    public FlagStoreBuilder log(InvalidationLog log) {
        this.log = log;
        return this;
    }

    /**
     * Sets the collection of the ledger that holds the definitions. What arrives otherwise is recorded in the one that is called so with
     * {@code .observed} behind it.
     *
     * @param collection 1 to 100 characters, as {@link Limits#name} allows; default: {@code flags}
     * @return this
     * @throws IllegalArgumentException if it is another name
     */
    public FlagStoreBuilder collection(String collection) {
        if (Limits.name(collection).length() > LONGEST_COLLECTION) {
            throw new IllegalArgumentException("a flag store's collection has at most " + LONGEST_COLLECTION
                    + " characters: choose a shorter name");
        }
        this.collection = collection;
        return this;
    }

    /**
     * Sets the environment of this node: whose overrides {@link FlagStore#source} hands over, besides those that hold everywhere. Give the
     * feed's {@link dev.terrace.flags.Setting} the same.
     *
     * @param environment one that the definitions have; default: none
     * @return this
     */
    public FlagStoreBuilder environment(String environment) {
        this.environment = environment;
        return this;
    }

    /**
     * Sets how often this node looks at the store though nobody has told it to: one read of one record.
     *
     * @param pollInterval 10 ms to 1 hour; default: 500 ms
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public FlagStoreBuilder pollInterval(Duration pollInterval) {
        if (pollInterval.compareTo(SHORTEST_POLL) < 0 || pollInterval.compareTo(LONGEST_POLL) > 0) {
            throw new IllegalArgumentException("pollInterval is 10 ms to 1 hour: " + pollInterval
                    + "; a node that was not told is wrong for no longer than this");
        }
        this.pollInterval = pollInterval;
        return this;
    }

    /**
     * Sets how long {@link #build} waits for the store. After that flags begin without it.
     *
     * @param patience zero or more; default: 2 s
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public FlagStoreBuilder awaitStore(Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("awaitStore is not negative: " + patience + "; zero waits for nothing");
        }
        this.patience = patience;
        return this;
    }

    /**
     * Gives the store other time and threads, such as a test's. Its namespace must be this one.
     *
     * @param host time and threads; the store does not end them
     * @return this
     */
    public FlagStoreBuilder host(Host host) {
        this.host = host;
        return this;
    }

    /**
     * Opens the store. Blocks until it has answered, or the time of {@link #awaitStore} is over.
     *
     * @return a store, to be closed
     * @throws IllegalStateException if no ledger was given, or it can be reached and will never work; the message has the cure
     */
    public FlagStore build() {
        Ledger where = ledger;
        if (where == null) {
            throw new IllegalStateException(
                    "a flag store needs a ledger: give it one, such as ledger(jdbc.ledger()) or ledger(redis.ledger())");
        }
        Host given = host;
        if (given != null && !given.namespace().equals(namespace)) {
            throw new IllegalStateException("the host is of namespace \"" + given.namespace() + "\" and the store of \""
                    + namespace + "\": give both the same");
        }
        FlagHost own = given == null ? new FlagHost(namespace) : null;
        Host used = given == null ? Objects.requireNonNull(own) : given;
        FlagStore store = new FlagStore(this, where, used, own);
        try {
            store.start(pollInterval, patience);
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
        return store;
    }
}
