package dev.terrace.benchmarks;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.benchmarks.FlagHit.Users;
import dev.terrace.benchmarks.Suite.Contender;
import io.getunleash.Unleash;
import io.getunleash.UnleashContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ff4j.FF4j;
import org.ff4j.core.Feature;
import org.ff4j.strategy.PonderationStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.togglz.core.activation.GradualActivationStrategy;
import org.togglz.core.manager.FeatureManager;
import org.togglz.core.manager.FeatureManagerBuilder;
import org.togglz.core.repository.FeatureState;
import org.togglz.core.repository.mem.InMemoryStateRepository;
import org.togglz.core.user.FeatureUser;
import org.togglz.core.user.SimpleFeatureUser;

/*
 * The same flag for the same users as in FlagHit. What a peer needs for a user, a context or a user object, is made beforehand. Each says at the
 * start how many users it lets in, and fails the fork unless that is a quarter: FF4J does it by lot and not by user, which its label says.
 */
/** One evaluation of a flag that is on for a quarter of the users, by peers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlagPeers {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "flag-peers",
            "What an evaluation of a 25% rollout by user id takes, beside other libraries of flags",
            FlagPeers.class,
            Stream.concat(
                            FlagHit.SUITE.contenders().stream().map(ours -> ours.of(FlagHit.class)),
                            Stream.of(
                                    new Contender("togglz", "Togglz, gradual activation"),
                                    new Contender("launchDarkly", "LaunchDarkly, from a file, no events"),
                                    new Contender("unleash", "Unleash, bootstrapped, no network"),
                                    new Contender("flagd", "flagd in process, from a file, through OpenFeature"),
                                    new Contender("ff4j", "FF4J 2.0, weighted lot: not sticky, no user")))
                    .toList(),
            Stream.concat(
                            FlagHit.SUITE.claims().stream(),
                            Stream.of(beside("Togglz", "togglz"), beside("LaunchDarkly", "launchDarkly")))
                    .toList());

    private static Claim beside(String name, String method) {
        return new Claim(
                "`isOn` beside " + name,
                Unit.RATIO,
                Aim.atMost(0.5),
                round -> round.nanos("terraceIsOn") / round.nanos(method));
    }

    @Benchmark
    public boolean togglz(Togglz held, Users users) {
        held.current = held.users[users.next()];
        return held.manager.isActive(Togglz.FEATURE);
    }

    @Benchmark
    public boolean launchDarkly(LaunchDarkly held, Users users) {
        return held.client.boolVariation(FlagHit.KEY, held.contexts[users.next()], false);
    }

    @Benchmark
    public boolean unleash(UnleashAlone held, Users users) {
        return held.client.isEnabled(FlagHit.KEY, held.contexts[users.next()]);
    }

    @Benchmark
    public boolean flagd(OpenFeatureFlagd held, Users users) {
        return held.client.getBooleanValue(FlagHit.KEY, false, users.contexts[users.next()]);
    }

    @Benchmark
    public boolean ff4j(Ff4j held) {
        return held.flags.check(FlagHit.KEY);
    }

    /** For one thread: who is asked about is a field. */
    @State(Scope.Thread)
    public static class Togglz {

        static final org.togglz.core.Feature FEATURE = () -> FlagHit.KEY;

        final FeatureUser[] users = FlagHit.ids().stream()
                .map(id -> new SimpleFeatureUser(id, false))
                .toArray(FeatureUser[]::new);
        FeatureUser current = users[0];
        final FeatureManager manager;

        public Togglz() {
            InMemoryStateRepository states = new InMemoryStateRepository();
            states.setFeatureState(new FeatureState(FEATURE)
                    .setEnabled(true)
                    .setStrategyId(GradualActivationStrategy.ID)
                    .setParameter(GradualActivationStrategy.PARAM_PERCENTAGE, "25"));
            manager = new FeatureManagerBuilder()
                    .featureProvider(new OneFeature(FEATURE))
                    .stateRepository(states)
                    .userProvider(() -> current)
                    .activationStrategy(new GradualActivationStrategy())
                    .build();
            FlagHit.checkShare(id -> {
                current = new SimpleFeatureUser(id, false);
                return manager.isActive(FEATURE);
            });
        }
    }

    @State(Scope.Benchmark)
    public static class LaunchDarkly {

        final LDContext[] contexts =
                FlagHit.ids().stream().map(LDContext::create).toArray(LDContext[]::new);
        final LDClient client = FlagClients.launchDarkly("""
                {"flags": {"new_checkout": {"key": "new_checkout", "version": 1, "on": true, "salt": "new_checkout",
                  "variations": [true, false], "offVariation": 1, "fallthrough": {"rollout": {"variations": [
                    {"variation": 0, "weight": 25000}, {"variation": 1, "weight": 75000}]}}}}}
                """, FlagHit.KEY);

        public LaunchDarkly() {
            FlagHit.checkShare(id -> client.boolVariation(FlagHit.KEY, LDContext.create(id), false));
        }

        @TearDown
        public void close() throws IOException {
            client.close();
        }
    }

    @State(Scope.Benchmark)
    public static class UnleashAlone {

        final UnleashContext[] contexts =
                FlagHit.ids().stream().map(UnleashAlone::context).toArray(UnleashContext[]::new);
        final Unleash client = FlagClients.unleash("""
                {"version": 2, "features": [{"name": "new_checkout", "type": "release", "enabled": true, "strategies": [
                  {"name": "flexibleRollout", "parameters": {"rollout": "25", "stickiness": "userId", "groupId": "new_checkout"}}]}]}
                """);

        public UnleashAlone() {
            FlagHit.checkShare(id -> client.isEnabled(FlagHit.KEY, context(id)));
        }

        private static UnleashContext context(String id) {
            return UnleashContext.builder().userId(id).build();
        }

        @TearDown
        public void close() {
            client.shutdown();
        }
    }

    @State(Scope.Benchmark)
    public static class OpenFeatureFlagd {

        private final OpenFeatureAPI api = FlagClients.flagd("""
                {"flags": {"new_checkout": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off",
                  "targeting": {"fractional": [["on", 25], ["off", 75]]}}}}
                """);
        final Client client = api.getClient();

        public OpenFeatureFlagd() {
            FlagHit.checkShare(id -> client.getBooleanValue(FlagHit.KEY, false, new ImmutableContext(id)));
        }

        @TearDown
        public void close() {
            api.shutdown();
        }
    }

    @State(Scope.Benchmark)
    public static class Ff4j {

        private static final double SHARE = 0.25;

        final FF4j flags = new FF4j()
                .createFeature(new Feature(FlagHit.KEY, true, "", null, List.of(), new PonderationStrategy(SHARE)));

        public Ff4j() {
            FlagHit.checkShare(id -> flags.check(FlagHit.KEY));
        }
    }
}
