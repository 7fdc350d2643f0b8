package dev.terrace.benchmarks;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import dev.terrace.benchmarks.Suite.Contender;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.openfeature.TerraceProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/*
 * A flag with one rule of 1, 10 or 100 conditions, all of which hold, so that each is asked: that one of ten attributes is not some text. What
 * is needed for a user is made beforehand, for as many users as in FlagHit.
 */
/** One evaluation of a flag whose rule has many conditions. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlagConditions {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "flag-conditions",
            "What an evaluation takes of a rule with 1, 10 and 100 conditions that all hold",
            FlagConditions.class,
            List.of(
                    new Contender("terrace1", "**Terrace** `isOn`, 1 condition"),
                    new Contender("terrace10", "**Terrace** `isOn`, 10 conditions"),
                    new Contender("terrace100", "**Terrace** `isOn`, 100 conditions"),
                    new Contender("openFeature1", "OpenFeature, **Terrace**, 1 condition"),
                    new Contender("openFeature10", "OpenFeature, **Terrace**, 10 conditions"),
                    new Contender("openFeature100", "OpenFeature, **Terrace**, 100 conditions")));

    static final int ATTRIBUTES = 10;

    private static final BooleanFlag C1 = BooleanFlag.of(key(1), false);
    private static final BooleanFlag C10 = BooleanFlag.of(key(10), false);
    private static final BooleanFlag C100 = BooleanFlag.of(key(100), false);

    @Benchmark
    public boolean terrace1(TerraceAlone held, Users users) {
        return held.flags.isOn(C1, users.next());
    }

    @Benchmark
    public boolean terrace10(TerraceAlone held, Users users) {
        return held.flags.isOn(C10, users.next());
    }

    @Benchmark
    public boolean terrace100(TerraceAlone held, Users users) {
        return held.flags.isOn(C100, users.next());
    }

    @Benchmark
    public boolean openFeature1(OverOpenFeature held, OpenUsers users) {
        return held.client.getBooleanValue(key(1), false, users.next());
    }

    @Benchmark
    public boolean openFeature10(OverOpenFeature held, OpenUsers users) {
        return held.client.getBooleanValue(key(10), false, users.next());
    }

    @Benchmark
    public boolean openFeature100(OverOpenFeature held, OpenUsers users) {
        return held.client.getBooleanValue(key(100), false, users.next());
    }

    /** A flag's key, one for each number of conditions. */
    static String key(int conditions) {
        return switch (conditions) {
            case 1 -> "one";
            case 10 -> "ten";
            default -> "hundred";
        };
    }

    static String attribute(int condition) {
        return "attribute" + condition % ATTRIBUTES;
    }

    /** Conditions of some flag, each as another document writes it, with commas in between. */
    static String conditions(int number, IntFunction<String> text) {
        return IntStream.range(0, number).mapToObj(text).collect(Collectors.joining(", "));
    }

    /** Flags in some form, one for each number of conditions. */
    static String flags(IntFunction<String> flag) {
        return IntStream.of(1, 10, 100).mapToObj(flag).collect(Collectors.joining(", "));
    }

    /** Fails where a flag is off, whose conditions all hold. */
    static boolean checked(boolean isOn) {
        if (!isOn) {
            throw new IllegalStateException("a flag is off whose conditions all hold");
        }
        return true;
    }

    private static Flags flags() {
        Flags flags = Flags.of(Definitions.parse(
                        "{\"flags\": {"
                                + flags(number -> "\"" + key(number)
                                        + "\": {\"type\": \"boolean\", \"default\": \"off\", \"rules\": [{\"when\": {\"all\": ["
                                        + conditions(
                                                number,
                                                i -> "{\"not\": {\"attribute\": \"" + attribute(i)
                                                        + "\", \"equals\": \"other-" + i + "\"}}")
                                        + "]}, \"variant\": \"on\"}]}")
                                + "}}",
                        Format.JSON)
                .compile(Setting.none()));
        for (BooleanFlag flag : List.of(C1, C10, C100)) {
            checked(flags.isOn(flag, new Users().next()));
        }
        return flags;
    }

    /** Ten attributes of a user. */
    static <V> Map<String, V> attributes(String id, Function<String, V> value) {
        return IntStream.range(0, ATTRIBUTES)
                .boxed()
                .collect(Collectors.toMap(FlagConditions::attribute, i -> value.apply("value-" + i + "-of-" + id)));
    }

    /** Who is asked about, one after the other. */
    @State(Scope.Thread)
    public static class Users {

        private final EvaluationContext[] contexts = FlagHit.ids().stream()
                .map(id -> EvaluationContext.of(id).withAll(attributes(id, text -> text)))
                .toArray(EvaluationContext[]::new);
        private int at;

        EvaluationContext next() {
            return contexts[at++ & (contexts.length - 1)];
        }
    }

    /** The same for the SDK of OpenFeature. */
    @State(Scope.Thread)
    public static class OpenUsers {

        private final ImmutableContext[] contexts = FlagHit.ids().stream()
                .map(id -> new ImmutableContext(id, attributes(id, Value::new)))
                .toArray(ImmutableContext[]::new);
        private int at;

        ImmutableContext next() {
            return contexts[at++ & (contexts.length - 1)];
        }
    }

    @State(Scope.Benchmark)
    public static class TerraceAlone {

        final Flags flags = flags();
    }

    @State(Scope.Benchmark)
    public static class OverOpenFeature {

        private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        final Client client = api.getClient();

        public OverOpenFeature() {
            api.setProviderAndWait(TerraceProvider.of(flags()));
            checked(client.getBooleanValue(key(100), false, new OpenUsers().next()));
        }

        @TearDown
        public void close() {
            api.shutdown();
        }
    }
}
