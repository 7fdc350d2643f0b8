package dev.terrace.benchmarks;

import static dev.terrace.benchmarks.FlagConditions.attribute;
import static dev.terrace.benchmarks.FlagConditions.conditions;
import static dev.terrace.benchmarks.FlagConditions.flags;
import static dev.terrace.benchmarks.FlagConditions.key;

import com.launchdarkly.sdk.ContextBuilder;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.LDClient;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.benchmarks.FlagConditions.OpenUsers;
import dev.terrace.benchmarks.Suite.Contender;
import io.getunleash.Unleash;
import io.getunleash.UnleashContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/*
 * The same conditions as in FlagConditions, in each one's own words. Togglz and FF4J have no conditions on attributes: a feature has one strategy.
 */
/** One evaluation of a flag whose rule has many conditions, by peers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlagConditionPeers {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "flag-condition-peers",
            "What an evaluation takes of a rule with 1, 10 and 100 conditions that all hold, beside peers; Togglz and FF4J have none",
            FlagConditionPeers.class,
            Stream.concat(
                            FlagConditions.SUITE.contenders().stream().map(ours -> ours.of(FlagConditions.class)),
                            Stream.of(
                                    new Contender("launchDarkly1", "LaunchDarkly, 1 clause"),
                                    new Contender("launchDarkly10", "LaunchDarkly, 10 clauses"),
                                    new Contender("launchDarkly100", "LaunchDarkly, 100 clauses"),
                                    new Contender("unleash1", "Unleash, 1 constraint"),
                                    new Contender("unleash10", "Unleash, 10 constraints"),
                                    new Contender("unleash100", "Unleash, 100 constraints"),
                                    new Contender("flagd1", "flagd through OpenFeature, 1 condition"),
                                    new Contender("flagd10", "flagd through OpenFeature, 10 conditions"),
                                    new Contender("flagd100", "flagd through OpenFeature, 100 conditions")))
                    .toList());

    @Benchmark
    public boolean launchDarkly1(LaunchDarkly held) {
        return held.isOn(key(1));
    }

    @Benchmark
    public boolean launchDarkly10(LaunchDarkly held) {
        return held.isOn(key(10));
    }

    @Benchmark
    public boolean launchDarkly100(LaunchDarkly held) {
        return held.isOn(key(100));
    }

    @Benchmark
    public boolean unleash1(UnleashAlone held) {
        return held.isOn(key(1));
    }

    @Benchmark
    public boolean unleash10(UnleashAlone held) {
        return held.isOn(key(10));
    }

    @Benchmark
    public boolean unleash100(UnleashAlone held) {
        return held.isOn(key(100));
    }

    @Benchmark
    public boolean flagd1(OpenFeatureFlagd held, OpenUsers users) {
        return held.client.getBooleanValue(key(1), false, users.next());
    }

    @Benchmark
    public boolean flagd10(OpenFeatureFlagd held, OpenUsers users) {
        return held.client.getBooleanValue(key(10), false, users.next());
    }

    @Benchmark
    public boolean flagd100(OpenFeatureFlagd held, OpenUsers users) {
        return held.client.getBooleanValue(key(100), false, users.next());
    }

    /** For one thread, as who is asked about next is a field. */
    @State(Scope.Thread)
    public static class LaunchDarkly {

        private final LDContext[] contexts =
                FlagHit.ids().stream().map(LaunchDarkly::context).toArray(LDContext[]::new);
        private final LDClient client = FlagClients.launchDarkly(
                "{\"flags\": {"
                        + flags(number -> "\"" + key(number) + "\": {\"key\": \"" + key(number)
                                + "\", \"version\": 1, \"on\": true, \"salt\": \"x\", \"variations\": [true, false], \"offVariation\": 1, "
                                + "\"fallthrough\": {\"variation\": 1}, \"rules\": [{\"id\": \"all\", \"variation\": 0, \"clauses\": ["
                                + conditions(
                                        number,
                                        i -> "{\"contextKind\": \"user\", \"attribute\": \"" + attribute(i)
                                                + "\", \"op\": \"in\", \"values\": [\"other-" + i
                                                + "\"], \"negate\": true}")
                                + "]}]}")
                        + "}}",
                key(100));
        private int at;

        public LaunchDarkly() {
            List.of(1, 10, 100).forEach(number -> FlagConditions.checked(isOn(key(number))));
        }

        final boolean isOn(String key) {
            return client.boolVariation(key, contexts[at++ & (contexts.length - 1)], false);
        }

        private static LDContext context(String id) {
            ContextBuilder builder = LDContext.builder(id);
            FlagConditions.attributes(id, text -> text).forEach(builder::set);
            return builder.build();
        }

        @TearDown
        public void close() throws IOException {
            client.close();
        }
    }

    /** For one thread, as who is asked about next is a field. */
    @State(Scope.Thread)
    public static class UnleashAlone {

        private final UnleashContext[] contexts =
                FlagHit.ids().stream().map(UnleashAlone::context).toArray(UnleashContext[]::new);
        private final Unleash client = FlagClients.unleash("{\"version\": 2, \"features\": ["
                + flags(number -> "{\"name\": \"" + key(number)
                        + "\", \"type\": \"release\", \"enabled\": true, \"strategies\": [{\"name\": \"default\", \"parameters\": {}, "
                        + "\"constraints\": ["
                        + conditions(
                                number,
                                i -> "{\"contextName\": \"" + attribute(i)
                                        + "\", \"operator\": \"NOT_IN\", \"values\": [\"other-" + i + "\"]}")
                        + "]}]}")
                + "]}");
        private int at;

        public UnleashAlone() {
            List.of(1, 10, 100).forEach(number -> FlagConditions.checked(isOn(key(number))));
        }

        final boolean isOn(String key) {
            return client.isEnabled(key, contexts[at++ & (contexts.length - 1)]);
        }

        private static UnleashContext context(String id) {
            UnleashContext.Builder builder = UnleashContext.builder().userId(id);
            FlagConditions.attributes(id, text -> text).forEach(builder::addProperty);
            return builder.build();
        }

        @TearDown
        public void close() {
            client.shutdown();
        }
    }

    @State(Scope.Benchmark)
    public static class OpenFeatureFlagd {

        private final OpenFeatureAPI api = FlagClients.flagd("{\"flags\": {"
                + flags(number -> "\"" + key(number)
                        + "\": {\"state\": \"ENABLED\", \"variants\": {\"on\": true, \"off\": false}, \"defaultVariant\": \"off\", "
                        + "\"targeting\": {\"if\": [{\"and\": ["
                        + conditions(
                                number, i -> "{\"!=\": [{\"var\": \"" + attribute(i) + "\"}, \"other-" + i + "\"]}")
                        + "]}, \"on\", \"off\"]}}")
                + "}}");
        final Client client = api.getClient();

        public OpenFeatureFlagd() {
            List.of(1, 10, 100)
                    .forEach(number ->
                            FlagConditions.checked(client.getBooleanValue(key(number), false, new OpenUsers().next())));
        }

        @TearDown
        public void close() {
            api.shutdown();
        }
    }
}
