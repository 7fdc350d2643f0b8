package dev.terrace.faults;

import static dev.terrace.cache.WhenDisconnected.FAIL;
import static dev.terrace.cache.WhenDisconnected.RELOAD;
import static dev.terrace.cache.WhenDisconnected.SERVE_STALE;

import dev.terrace.benchmarks.Clock;
import dev.terrace.cache.WhenDisconnected;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** All scenarios. Stateless. */
final class Scenarios {

    static final List<Scenario<?>> ALL = List.of(
            redis(
                    "redis-cut",
                    "connections of some nodes are reset and refused",
                    RELOAD,
                    RedisSite::mend,
                    (site, by) -> site.proxies().cut(by)),
            redis(
                    "redis-cut-fail",
                    "the same; nodes that are cut off refuse reads",
                    FAIL,
                    RedisSite::mend,
                    (site, by) -> site.proxies().cut(by)),
            redis(
                    "redis-cut-stale",
                    "the same; nodes that are cut off serve what they have",
                    SERVE_STALE,
                    RedisSite::mend,
                    (site, by) -> site.proxies().cut(by)),
            redis(
                    "redis-half-open",
                    "bytes of some nodes are lost without a word, one way or both",
                    RELOAD,
                    RedisSite::mend,
                    (site, by) -> site.proxies().halfOpen(by)),
            sudden(
                    "redis-pubsub-killed",
                    "subscriptions are killed",
                    site -> site.server().command("CLIENT", "KILL", "TYPE", "pubsub")),
            sudden(
                    "redis-clients-killed",
                    "all other connections are killed",
                    site -> site.server().command("CLIENT", "KILL", "TYPE", "normal")),
            redis(
                    "redis-killed",
                    "kill -9, and back without data",
                    RELOAD,
                    RedisSite::mend,
                    (site, by) -> site.server().kill()),
            redis(
                    "redis-stopped",
                    "SIGSTOP, and back",
                    RELOAD,
                    RedisSite::mend,
                    (site, by) -> site.server().pause()),
            sudden("redis-emptied", "FLUSHALL", site -> site.server().command("FLUSHALL")),
            new Scenario<>(
                    "redis-emptied-unseen",
                    "FLUSHALL while some nodes are cut off and the others change things",
                    RELOAD,
                    RedisSite::open,
                    Fault.sudden(
                            stage -> {
                                stage.site().proxies().cut(stage.random());
                                // Less than S: nobody loads again because of that.
                                Clock.pauseMillis(300 + stage.random().nextInt(500));
                                stage.site().server().command("FLUSHALL");
                            },
                            stage -> stage.site().mend())),
            redis("redis-read-only", "demoted: READONLY", RELOAD, RedisSite::mend, (site, by) -> site.demote()),
            redis("redis-out-of-memory", "noeviction: OOM", RELOAD, RedisSite::mend, (site, by) -> site.exhaust()),
            redis(
                    "redis-evicts",
                    "allkeys-random: anything may go, the log too",
                    RELOAD,
                    RedisSite::mend,
                    (site, by) -> site.evict()),
            redis(
                    "redis-two-at-once",
                    "any of these, while some nodes are cut off as well",
                    RELOAD,
                    RedisSite::mend,
                    Scenarios::twoAtOnce),
            new Scenario<>(
                    "node-stopped",
                    "SIGSTOP of a node, and back",
                    RELOAD,
                    RedisSite::open,
                    Fault.lasting(
                            stage -> stage.nodes().stopOne(stage.random()),
                            stage -> stage.nodes().goOn())),
            sentinel("sentinel-failover", "a replica is made primary; the old one is told up to 1 s later", stage -> {
                stage.site().sentinels().failOver();
                Clock.pauseMillis(stage.random().nextInt(1_000));
            }),
            sentinel(
                    "sentinel-primary-killed",
                    "kill -9 of the primary; a replica takes over",
                    stage -> stage.site().killPrimary()),
            sentinel(
                    "sentinel-primary-stopped",
                    "SIGSTOP of the primary; a replica takes over; the old one goes on",
                    stage -> stage.site().stopPrimary()),
            cluster(
                    "cluster-failover",
                    "the replica of the log's primary takes over",
                    stage -> stage.site().cluster().failOver(stage.site().holder())),
            cluster("cluster-primary-killed", "kill -9 of the log's primary", stage -> {
                stage.site().holder().kill();
                Clock.pauseMillis(1_000 + stage.random().nextInt(2_000));
            }),
            cluster("cluster-primary-stopped", "SIGSTOP of the log's primary", stage -> {
                stage.site().holder().pause();
                Clock.pauseMillis(500 + stage.random().nextInt(2_500));
            }),
            cluster(
                    "cluster-emptied",
                    "FLUSHALL of all primaries",
                    stage -> stage.site().cluster().empty()),
            postgres(
                    "postgres-cut",
                    "connections of some nodes are reset and refused",
                    true,
                    stage -> stage.site().proxies().cut(stage.random())),
            postgres(
                    "postgres-half-open",
                    "bytes of some nodes are lost without a word",
                    true,
                    stage -> stage.site().proxies().halfOpen(stage.random())),
            postgres(
                    "postgres-backends-killed",
                    "pg_terminate_backend of all",
                    false,
                    stage -> stage.site().killBackends()),
            postgres(
                    "postgres-backends-stopped",
                    "SIGSTOP of all backends",
                    true,
                    stage -> stage.site().stopBackends()),
            postgres(
                    "postgres-locked",
                    "somebody locks the tables",
                    true,
                    stage -> stage.site().lockTables()),
            new Scenario<>(
                    "postgres-pool-exhausted",
                    "somebody takes all connections of the pools",
                    RELOAD,
                    PostgresSite::open,
                    Fault.lasting(
                            stage -> stage.nodes().ask("take"),
                            stage -> stage.nodes().ask("give"))));

    /** Breaks something of one Redis. */
    private interface RedisBreaks {
        void on(RedisSite site, Random random);
    }

    private static final List<RedisBreaks> ANY = List.of(
            (site, by) -> site.server().kill(),
            (site, by) -> site.server().pause(),
            (site, by) -> site.server().command("FLUSHALL"),
            (site, by) -> site.demote(),
            (site, by) -> site.exhaust(),
            (site, by) -> site.evict());

    private Scenarios() {}

    static Optional<Scenario<?>> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }

    /** Between the two the others log what those that are cut off do not hear of. */
    private static void twoAtOnce(RedisSite site, Random random) {
        if (random.nextBoolean()) {
            site.proxies().cut(random);
        } else {
            site.proxies().halfOpen(random);
        }
        Clock.pauseMillis(100 + random.nextInt(800));
        ANY.get(random.nextInt(ANY.size())).on(site, random);
    }

    private static Scenario<RedisSite> redis(
            String name, String words, WhenDisconnected policy, Consumer<RedisSite> mends, RedisBreaks breaks) {
        return new Scenario<>(
                name,
                words,
                policy,
                RedisSite::open,
                Fault.lasting(stage -> breaks.on(stage.site(), stage.random()), stage -> mends.accept(stage.site())));
    }

    private static Scenario<RedisSite> sudden(String name, String words, Consumer<RedisSite> breaks) {
        return new Scenario<>(
                name, words, RELOAD, RedisSite::open, Fault.sudden(stage -> breaks.accept(stage.site()), stage -> {}));
    }

    private static Scenario<SentinelSite> sentinel(String name, String words, Consumer<Stage<SentinelSite>> breaks) {
        return new Scenario<>(
                name,
                words,
                RELOAD,
                SentinelSite::open,
                Fault.sudden(breaks, stage -> stage.site().mend()));
    }

    private static Scenario<ClusterSite> cluster(String name, String words, Consumer<Stage<ClusterSite>> breaks) {
        return new Scenario<>(
                name,
                words,
                RELOAD,
                ClusterSite::open,
                Fault.sudden(breaks, stage -> stage.site().mend()));
    }

    private static Scenario<PostgresSite> postgres(
            String name, String words, boolean lasts, Consumer<Stage<PostgresSite>> breaks) {
        return new Scenario<>(
                name,
                words,
                RELOAD,
                PostgresSite::open,
                new Fault<>(lasts, breaks, stage -> stage.site().mend()));
    }
}
