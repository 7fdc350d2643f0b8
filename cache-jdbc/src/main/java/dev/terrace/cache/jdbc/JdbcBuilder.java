package dev.terrace.cache.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link Jdbc}.
 *
 * <p>In a file ({@link Jdbc#builder(Path)}) what was committed survives the death of any of the processes that share it, but the
 * last moments may be lost with the machine: H2 does not wait for the disk.
 *
 * <p>Not thread-safe; what it builds is.
 *
 * @since 0.1.0
 */
public final class JdbcBuilder {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int LONGEST_PREFIX = 30;
    private static final int LONGEST_SCHEMA = 63;
    private static final Duration SHORTEST_CONNECTION_TIMEOUT = Duration.ofMillis(250);
    private static final Duration SHORTEST_IDLE_TIMEOUT = Duration.ofSeconds(10);

    private final @Nullable DataSource dataSource;
    private final @Nullable String url;
    private final @Nullable Path file;
    private final Properties credentials;
    private PoolSettings pool = PoolSettings.DEFAULT;
    private boolean poolIsSet;
    private @Nullable String schema;
    private String tablePrefix = Tables.DEFAULT_PREFIX;
    private boolean createSchema = true;
    private Duration statementTimeout = Duration.ofSeconds(1);
    private Duration pollInterval = Duration.ofMillis(500);
    private int dependenciesRetained = 1_000_000;
    private int keysRetained = 100_000;
    private boolean listen = true;
    private @Nullable DataSource outside;
    private int connectionsAtHand = Spare.BY_SIZE;

    private JdbcBuilder(
            @Nullable DataSource dataSource, @Nullable String url, @Nullable Path file, Properties credentials) {
        this.dataSource = dataSource;
        this.url = url;
        this.file = file;
        this.credentials = credentials;
    }

    static JdbcBuilder on(DataSource dataSource) {
        return new JdbcBuilder(dataSource, null, null, new Properties());
    }

    static JdbcBuilder at(String url, String user, String password) {
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "url must be a JDBC URL, such as jdbc:postgresql://localhost:5432/shop: " + Places.of(url, url));
        }
        Properties credentials = new Properties();
        if (!user.isEmpty()) {
            credentials.setProperty("user", user);
        }
        if (!password.isEmpty() || !user.isEmpty()) {
            credentials.setProperty("password", password);
        }
        return new JdbcBuilder(null, url, null, credentials);
    }

    static JdbcBuilder in(Path file) {
        return new JdbcBuilder(null, null, file, new Properties());
    }

    /**
     * Sets the database schema in which the tables lie. Created if it is missing and {@link #createSchema} allows it.
     *
     * @param schema 1 to 63 letters, digits and underscores, no digit first; default: the one that connections come with
     * @return this
     */
    public JdbcBuilder schema(String schema) {
        this.schema = identifier("schema", schema, LONGEST_SCHEMA);
        return this;
    }

    /**
     * Sets how the names of the tables begin. Services with different prefixes have nothing in common.
     *
     * @param tablePrefix 1 to 30 letters, digits and underscores, no digit first; default: {@code terrace_}
     * @return this
     */
    public JdbcBuilder tablePrefix(String tablePrefix) {
        this.tablePrefix = identifier("tablePrefix", tablePrefix, LONGEST_PREFIX);
        return this;
    }

    /**
     * Sets whether Terrace creates its tables, and brings old ones up to date. If not, and they are missing or old, opening a tier
     * or a log fails with the name of the script to run.
     *
     * @param createSchema default: true
     * @return this
     */
    public JdbcBuilder createSchema(boolean createSchema) {
        this.createSchema = createSchema;
        return this;
    }

    /**
     * Sets how long one statement may take, waiting for locks included. It is also the measure of everything else that could
     * hang: a socket is given up a second later, a call in all after twice that and a second more, waiting for a connection
     * included, and PostgreSQL itself ends a transaction that a stopped process has left open.
     *
     * @param statementTimeout positive, at most an hour; default: 1 s; rounded up to whole seconds where the driver counts in them
     * @return this
     */
    public JdbcBuilder statementTimeout(Duration statementTimeout) {
        this.statementTimeout = positive("statementTimeout", statementTimeout);
        if (statementTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("statementTimeout must be at most an hour: " + statementTimeout);
        }
        return this;
    }

    /**
     * Sets how often a node looks for invalidations of others. It is the bound within which they take effect where nothing is heard
     * of them earlier, see {@link #listen}.
     *
     * @param pollInterval positive; default: 500 ms
     * @return this
     */
    public JdbcBuilder pollInterval(Duration pollInterval) {
        this.pollInterval = positive("pollInterval", pollInterval);
        return this;
    }

    /**
     * Sets whether a log on PostgreSQL tells other nodes of appends (NOTIFY), and keeps a connection on which it hears them (LISTEN), so
     * that invalidations take effect within milliseconds. It is one connection for each log, beside the pool: Terrace makes it by the
     * URL, or by the configuration of your HikariCP pool; from a pool of another kind it takes none, see {@link #listenOn}. Whether or
     * not there is one, nodes poll. On other databases this has no effect.
     *
     * @param listen default: true
     * @return this
     */
    public JdbcBuilder listen(boolean listen) {
        this.listen = listen;
        return this;
    }

    /**
     * Sets where the connections on which logs listen come from. Each log keeps one for as long as it is open, so this must not be a pool
     * whose connections are scarce; and it must lead to the server itself, since a pooler that gives each transaction another session
     * delivers nothing.
     *
     * @param connections connections to the primary, with the driver of PostgreSQL behind them
     * @return this
     */
    public JdbcBuilder listenOn(DataSource connections) {
        this.outside = connections;
        return this;
    }

    /**
     * Sets how many dependencies the log remembers, each with its last invalidation. What rests on dependencies and is older than
     * the oldest of them is not trusted any more, so this bounds how long such entries are of use. About 150 bytes each.
     *
     * @param dependenciesRetained at least 1; default: 1,000,000; up to a sixteenth more are kept between trims
     * @return this
     */
    public JdbcBuilder dependenciesRetained(int dependenciesRetained) {
        this.dependenciesRetained = atLeastOne("dependenciesRetained", dependenciesRetained);
        return this;
    }

    /**
     * Sets how many keys the log remembers. A node that was away for longer than that many changes reads its heap's entries again
     * from the far tiers; nothing is lost. About 150 bytes each.
     *
     * @param keysRetained at least 1; default: 100,000; up to a sixteenth more are kept between trims
     * @return this
     */
    public JdbcBuilder keysRetained(int keysRetained) {
        this.keysRetained = atLeastOne("keysRetained", keysRetained);
        return this;
    }

    /**
     * Sets how many connections the pool that is made here has at most. Two are kept when there is nothing to do.
     *
     * @param maximumPoolSize at least 1; default: 20, for SQLite 1
     * @return this
     */
    public JdbcBuilder maximumPoolSize(int maximumPoolSize) {
        atLeastOne("maximumPoolSize", maximumPoolSize);
        return pool(before ->
                new PoolSettings(before.name(), maximumPoolSize, before.connectionTimeout(), before.idleTimeout()));
    }

    /**
     * Sets how long the pool that is made here lets a thread wait for a connection. The caller of a tier or a log does not wait
     * that long, see {@link #statementTimeout}; and while the database does not answer, one thread at a time waits.
     *
     * @param connectionTimeout at least 250 ms; default: 30 s
     * @return this
     */
    public JdbcBuilder connectionTimeout(Duration connectionTimeout) {
        atLeast("connectionTimeout", connectionTimeout, SHORTEST_CONNECTION_TIMEOUT);
        return pool(before ->
                new PoolSettings(before.name(), before.maximumSize(), connectionTimeout, before.idleTimeout()));
    }

    /**
     * Sets how long the pool that is made here keeps a connection that nobody uses.
     *
     * @param idleTimeout at least 10 s; default: 10 minutes
     * @return this
     */
    public JdbcBuilder idleTimeout(Duration idleTimeout) {
        atLeast("idleTimeout", idleTimeout, SHORTEST_IDLE_TIMEOUT);
        return pool(before ->
                new PoolSettings(before.name(), before.maximumSize(), before.connectionTimeout(), idleTimeout));
    }

    /**
     * Sets the name of the pool that is made here, which its log messages and threads carry.
     *
     * @param poolName not blank; default: {@code terrace}
     * @return this
     */
    public JdbcBuilder poolName(String poolName) {
        if (poolName.isBlank()) {
            throw new IllegalArgumentException("poolName must not be blank");
        }
        return pool(before ->
                new PoolSettings(poolName, before.maximumSize(), before.connectionTimeout(), before.idleTimeout()));
    }

    /**
     * Sets how many connections may stay at hand for a moment after a read, so that blocking callers run the next read's statement on their own
     * threads, which takes about a third less time. They are the pool's: each goes back 100 ms after its last use, after a second in any case, and
     * as soon as somebody waits for a connection. On PostgreSQL only, and with a pool of HikariCP; elsewhere there are none.
     *
     * @param connectionsAtHand at least 0, which keeps none; always fewer than the pool has. Default: half of a pool that is made here, a quarter of a
     *     {@code DataSource} of yours, 8 at most
     * @return this
     */
    public JdbcBuilder connectionsAtHand(int connectionsAtHand) {
        if (connectionsAtHand < 0) {
            throw new IllegalArgumentException("connectionsAtHand must be at least 0: " + connectionsAtHand);
        }
        this.connectionsAtHand = connectionsAtHand;
        return this;
    }

    /**
     * Builds the partner. Opens the file if there is one; does not connect to a server yet.
     *
     * @return the partner; the caller closes it
     * @throws IllegalStateException if pool settings were given for a {@code DataSource}, or {@link #connectionsAtHand} for one that is not
     *     HikariCP's, if no driver takes the URL, or if the file cannot be opened
     */
    public Jdbc build() {
        Settings settings = new Settings(
                new Tables(schema, tablePrefix),
                createSchema,
                statementTimeout,
                pollInterval,
                dependenciesRetained,
                keysRetained,
                listen);
        if (dataSource != null) {
            return onPoolOfUser(dataSource, settings);
        }
        if (url != null) {
            UrlDataSource connections = new UrlDataSource(url, Drivers.bounded(url, credentials, settings));
            return pooled(Access.Kind.OWN_POOL, connections, settings, () -> {}, Drivers.connections(url));
        }
        if (file != null) {
            Embedded.Opened opened = new Embedded(file, settings).open();
            return pooled(Access.Kind.FILE, opened.connections(), settings, opened.keeper(), Drivers.connections(""));
        }
        throw new AssertionError("a builder begins with one of the three");
    }

    private Jdbc onPoolOfUser(DataSource users, Settings settings) {
        DataSource forListening = outside != null ? outside : Outside.of(users, settings);
        if (poolIsSet) {
            throw new IllegalStateException(
                    "maximumPoolSize, connectionTimeout, idleTimeout and poolName are for pools that"
                            + " Terrace makes: set them on your DataSource, or use Jdbc.builder(url, user, password)");
        }
        String where = "the database of " + users.getClass().getSimpleName();
        Access access = new Access(users, users, forListening, Access.Kind.USERS_POOL, where);
        Spare spare = Spare.ofUsers(users, connectionsAtHand);
        return new Jdbc(users, new Database(access, settings, spare), () -> {});
    }

    private Jdbc pooled(
            Access.Kind kind, UrlDataSource connections, Settings settings, AutoCloseable keeper, int ofUse) {
        KnockingDataSource knocking = new KnockingDataSource(connections);
        HikariDataSource made = pool.open(knocking, settings.statementTimeout(), ofUse);
        DataSource forListening = kind == Access.Kind.FILE ? null : outside != null ? outside : connections;
        Access access = new Access(made, connections, forListening, kind, connections.toString());
        Spare spare = kind == Access.Kind.FILE ? Spare.none() : Spare.ofOwn(made, connectionsAtHand);
        return new Jdbc(made, new Database(access, settings, spare), () -> {
            try (keeper) {
                knocking.close();
                made.close();
            }
        });
    }

    private JdbcBuilder pool(UnaryOperator<PoolSettings> change) {
        pool = change.apply(pool);
        poolIsSet = true;
        return this;
    }

    private static String identifier(String setting, String value, int longest) {
        if (!IDENTIFIER.matcher(value).matches() || value.length() > longest) {
            throw new IllegalArgumentException(setting + " must be 1 to " + longest
                    + " letters, digits and underscores, and not begin with a digit: " + value);
        }
        return value;
    }

    private static int atLeastOne(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " must be at least 1: " + value);
        }
        return value;
    }

    private static Duration positive(String setting, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(setting + " must be positive: " + value);
        }
        return value;
    }

    private static void atLeast(String setting, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(setting + " must be at least " + least + ": " + value);
        }
    }
}
