package dev.terrace.benchmarks;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.benchmarks.Suite.Contender;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.DeclaredFlags;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.Evaluation;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.FlagDefault;
import dev.terrace.flags.FlagKey;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.openfeature.TerraceProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Everybody evaluates the same flag, a rollout to 25% by the user's id, for the same users in the same order. What the others need per
 * user, a context or a user object, is made beforehand, so that only the evaluation is measured; Terrace's typed path needs none.
 * LaunchDarkly reads a file, is given no network, and sends no events; Togglz keeps its state in memory.
 */
/** One evaluation of a flag that is on for a quarter of the users. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlagHit {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "flag-hit",
            "What an evaluation of a 25% rollout by user id takes, beside Togglz and LaunchDarkly, and through OpenFeature",
            FlagHit.class,
            List.of(
                    new Contender("terraceIsOn", "**Terrace** `isOn`"),
                    new Contender("terraceEvaluate", "**Terrace** `evaluate`, context made each time"),
                    new Contender("terraceInterface", "**Terrace** interface-bound"),
                    new Contender("togglz", "Togglz, gradual activation"),
                    new Contender("launchDarkly", "LaunchDarkly, from a file, no events"),
                    new Contender("openFeatureConstant", "OpenFeature, constant provider"),
                    new Contender("openFeatureTerrace", "OpenFeature, **Terrace**")),
            List.of(
                    new Claim("`isOn`", Unit.NANOSECONDS, Aim.atMost(60), round -> round.nanos("terraceIsOn")),
                    new Claim("`isOn`, allocated", Unit.BYTES, Aim.atMost(0.01), round -> round.bytes("terraceIsOn")),
                    new Claim(
                            "`isOn` beside Togglz",
                            Unit.RATIO,
                            Aim.atMost(0.5),
                            round -> round.nanos("terraceIsOn") / round.nanos("togglz")),
                    new Claim(
                            "`isOn` beside LaunchDarkly",
                            Unit.RATIO,
                            Aim.atMost(0.5),
                            round -> round.nanos("terraceIsOn") / round.nanos("launchDarkly")),
                    new Claim(
                            "OpenFeature with Terrace, above a constant provider",
                            Unit.NANOSECONDS,
                            Aim.atMost(90),
                            round -> round.nanos("openFeatureTerrace") - round.nanos("openFeatureConstant"))));

    static final String KEY = "new_checkout";

    private static final int USERS = 1 << 10;
    private static final BooleanFlag FLAG = BooleanFlag.of(KEY, false);

    /** The flag as a method. */
    public interface Bound {
        @FlagKey(KEY)
        @FlagDefault("false")
        boolean newCheckout(String user);
    }

    @Benchmark
    public boolean terraceIsOn(TerraceAlone held, Users users) {
        return held.flags.isOn(FLAG, users.ids[users.next()]);
    }

    @Benchmark
    public Evaluation<Boolean> terraceEvaluate(TerraceAlone held, Users users) {
        return held.flags.evaluate(FLAG, EvaluationContext.of(users.ids[users.next()]));
    }

    @Benchmark
    public boolean terraceInterface(TerraceAlone held, Users users) {
        return held.bound.newCheckout(users.ids[users.next()]);
    }

    @Benchmark
    public boolean togglz(Togglz held, Users users) {
        held.current = held.users[users.next()];
        return held.manager.isActive(Togglz.FEATURE);
    }

    @Benchmark
    public boolean launchDarkly(LaunchDarkly held, Users users) {
        return held.client.boolVariation(KEY, held.contexts[users.next()], false);
    }

    @Benchmark
    public boolean openFeatureConstant(OpenFeatureConstant held, Users users) {
        return held.client.getBooleanValue(KEY, false, users.contexts[users.next()]);
    }

    @Benchmark
    public boolean openFeatureTerrace(OpenFeatureTerrace held, Users users) {
        return held.client.getBooleanValue(KEY, false, users.contexts[users.next()]);
    }

    static List<String> ids() {
        return IntStream.range(0, USERS)
                .mapToObj(i -> "user-" + (1_000_000 + i))
                .toList();
    }

    static Flags flags() {
        return Flags.of(Definitions.parse("""
                flags:
                  new_checkout: {type: boolean, default: off, salt: new_checkout, rules: [{rollout: {percent: 25, variant: on}}]}
                """, Format.YAML).compile(Setting.none()));
    }

    /** Who is asked about, one after the other. */
    @State(Scope.Thread)
    public static class Users {

        final String[] ids = ids().toArray(String[]::new);
        final ImmutableContext[] contexts =
                ids().stream().map(ImmutableContext::new).toArray(ImmutableContext[]::new);
        private int at;

        int next() {
            return at++ & (USERS - 1);
        }
    }

    @State(Scope.Benchmark)
    public static class TerraceAlone {

        final Flags flags = flags();
        final Bound bound = DeclaredFlags.none().and(Bound.class).bind(Bound.class, flags);
    }

    /** For one thread: who is asked about is a field. */
    @State(Scope.Thread)
    public static class Togglz {

        static final org.togglz.core.Feature FEATURE = () -> KEY;

        final FeatureUser[] users =
                ids().stream().map(id -> new SimpleFeatureUser(id, false)).toArray(FeatureUser[]::new);
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
        }
    }

    @State(Scope.Benchmark)
    public static class LaunchDarkly {

        private static final String FLAGS = """
                {"flags": {"new_checkout": {"key": "new_checkout", "version": 1, "on": true, "salt": "new_checkout",
                  "variations": [true, false], "offVariation": 1, "fallthrough": {"rollout": {"variations": [
                    {"variation": 0, "weight": 25000}, {"variation": 1, "weight": 75000}]}}}}}
                """;

        final LDContext[] contexts = ids().stream().map(LDContext::create).toArray(LDContext[]::new);
        final LDClient client;
        private final Path file;

        public LaunchDarkly() {
            try {
                file = Files.writeString(Files.createTempFile("flags", ".json"), FLAGS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            client = new LDClient(
                    "no-key",
                    new LDConfig.Builder()
                            .dataSource(FileData.dataSource().filePaths(file))
                            .events(Components.noEvents())
                            .diagnosticOptOut(true)
                            .build());
            if (!client.isInitialized() || !client.isFlagKnown(KEY)) {
                throw new IllegalStateException("LaunchDarkly did not take the file");
            }
        }

        @TearDown
        public void close() throws IOException {
            client.close();
            Files.delete(file);
        }
    }

    @State(Scope.Benchmark)
    public static class OpenFeatureConstant {

        private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        final Client client = api.getClient();

        public OpenFeatureConstant() {
            api.setProviderAndWait(new ConstantProvider());
        }

        @TearDown
        public void close() {
            api.shutdown();
        }
    }

    @State(Scope.Benchmark)
    public static class OpenFeatureTerrace {

        private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        final Client client = api.getClient();

        public OpenFeatureTerrace() {
            api.setProviderAndWait(TerraceProvider.of(flags()));
        }

        @TearDown
        public void close() {
            api.shutdown();
        }
    }
}
