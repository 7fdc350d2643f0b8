package dev.terrace.benchmarks;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/*
 * Everybody evaluates the same flag, a rollout to 25% by the user's id, for the same users in the same order. What the others need per
 * user, a context or a user object, is made beforehand, so that only the evaluation is measured; Terrace's typed path needs none. The SDK's
 * own provider in memory has no rollouts: an evaluator of ours divides the users by their hash.
 */
/** One evaluation of a flag that is on for a quarter of the users. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlagHit {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "flag-hit",
            "What an evaluation of a 25% rollout by user id takes, typed, untyped, as a method, and through OpenFeature",
            FlagHit.class,
            List.of(
                    new Contender("terraceIsOn", "**Terrace** `isOn`"),
                    new Contender("terraceEvaluate", "**Terrace** `evaluate`, context made each time"),
                    new Contender("terraceInterface", "**Terrace** interface-bound"),
                    new Contender("openFeatureConstant", "OpenFeature, constant provider"),
                    new Contender("openFeatureInMemory", "OpenFeature, its provider in memory"),
                    new Contender("openFeatureTerrace", "OpenFeature, **Terrace**")),
            List.of(
                    new Claim("`isOn`", Unit.NANOSECONDS, Aim.atMost(60), round -> round.nanos("terraceIsOn")),
                    new Claim("`isOn`, allocated", Unit.BYTES, Aim.atMost(0.01), round -> round.bytes("terraceIsOn")),
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
    public boolean openFeatureConstant(OpenFeatureConstant held, Users users) {
        return held.client.getBooleanValue(KEY, false, users.contexts[users.next()]);
    }

    @Benchmark
    public boolean openFeatureInMemory(OpenFeatureInMemory held, Users users) {
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

    /** Fails where something does not let a quarter of the users in, more or less: it is not set up as it should be. */
    static void checkShare(Predicate<String> isIn) {
        long in = ids().stream().filter(isIn).count();
        if (in < USERS / 5 || in > USERS * 3 / 10) {
            throw new IllegalStateException(in + " of " + USERS + " users are in, and not a quarter");
        }
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

        public TerraceAlone() {
            checkShare(id -> flags.isOn(FLAG, id));
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
    public static class OpenFeatureInMemory {

        private static final int PERCENT = 25;

        private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        final Client client = api.getClient();

        public OpenFeatureInMemory() {
            api.setProviderAndWait(new InMemoryProvider(Map.of(
                    KEY,
                    Flag.<Boolean>builder()
                            .variant("on", true)
                            .variant("off", false)
                            .defaultVariant("off")
                            .contextEvaluator((flag, context) ->
                                    Math.floorMod(context.getTargetingKey().hashCode(), 100) < PERCENT)
                            .build())));
            checkShare(id -> client.getBooleanValue(KEY, false, new ImmutableContext(id)));
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
            checkShare(id -> client.getBooleanValue(KEY, false, new ImmutableContext(id)));
        }

        @TearDown
        public void close() {
            api.shutdown();
        }
    }
}
