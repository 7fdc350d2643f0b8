package dev.terrace.flags.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.FlagEvaluationOptions;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.FatalError;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the sentences of the specification's scenarios mean here. Cucumber makes one for each scenario. */
public final class SpecificationSteps {

    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    private final Client client = api.getClient();
    private final CompletableFuture<Void> never = new CompletableFuture<>();
    private final RecordingHook hook = new RecordingHook("client");
    private final List<String> order = new ArrayList<>();
    private final List<RecordingHook> invocationHooks =
            List.of(new RecordingHook("first", order), new RecordingHook("second", order));
    private final List<String> levels = new ArrayList<>();
    private @Nullable RecordingProvider recording;
    private MutableContext invocation = new MutableContext();
    private Kind kind = Kind.BOOLEAN;
    private String key = "";
    private String fallback = "";
    private @Nullable FlagEvaluationDetails<?> details;

    /** Ends the scenario. */
    @After
    public void shutDown() {
        never.cancel(false);
        api.shutdown();
    }

    @Given("a stable provider")
    public void stable() {
        api.setProviderAndWait(TerraceProvider.of(flags()));
    }

    @Given("a not ready provider")
    public void notReady() {
        api.setProvider(TerraceProvider.builder(flags())
                .readyAfter(never, Duration.ofMinutes(1))
                .build());
    }

    @Given("a error provider")
    public void failing() {
        failing(new IllegalStateException("cannot be had"));
    }

    @Given("a fatal provider")
    public void fatal() {
        failing(new FatalError("never"));
    }

    @Given("a stale provider")
    public void stale() {
        TerraceProvider provider = TerraceProvider.of(flags());
        api.setProviderAndWait(provider);
        provider.reportStale("the store is away");
        await().until(() -> client.getProviderState() == ProviderState.STALE);
    }

    @Then("the provider status should be {string}")
    public void status(String status) {
        assertThat(client.getProviderState()).hasToString(status);
    }

    @Given("a/an {word}-flag with key {string} and a fallback value {string}")
    public void flag(String type, String key, String fallback) {
        this.kind = Kind.of(type);
        this.key = key;
        this.fallback = fallback;
    }

    @Given("a context containing a key {string}, with type {string} and with value {string}")
    public void attribute(String name, String type, String value) {
        invocation =
                new MutableContext(add(invocation.asMap(), name, Kind.of(type).wrapped(value)));
    }

    @Given("a context containing a key {string} with null value")
    public void nullAttribute(String name) {
        invocation = new MutableContext(add(invocation.asMap(), name, new Value()));
    }

    @When("the flag was evaluated with details")
    public void evaluate() {
        details = kind.ask(client, key, fallback, invocation, FlagEvaluationOptions.EMPTY);
    }

    @Then("the resolved details value should be {string}")
    public void value(String expected) {
        assertThat(plain(details().getValue())).isEqualTo(plain(kind.parsed(expected)));
    }

    @Then("the flag key should be {string}")
    public void flagKey(String expected) {
        assertThat(details().getFlagKey()).isEqualTo(expected);
    }

    @Then("the variant should be {string}")
    public void variant(String expected) {
        assertThat(details().getVariant()).isEqualTo(expected);
    }

    @Then("the reason should be {string}")
    public void reason(String expected) {
        assertThat(details().getReason()).isEqualTo(expected);
    }

    @Then("the error-code should be {string}")
    public void errorCode(String expected) {
        assertThat(String.valueOf(details().getErrorCode())).isEqualTo(expected);
    }

    @Then("the resolved metadata should contain")
    public void metadata(DataTable table) {
        Map<String, Object> metadata = details().getFlagMetadata().asUnmodifiableMap();
        for (Map<String, String> row : table.asMaps()) {
            assertThat(metadata)
                    .containsEntry(
                            row.get("key"),
                            Kind.of(Objects.requireNonNull(row.get("metadata_type")))
                                    .parsed(Objects.requireNonNull(row.get("value"))));
        }
    }

    @Then("the resolved metadata is empty")
    public void noMetadata() {
        assertThat(details().getFlagMetadata().isEmpty()).isTrue();
    }

    @Given("a client with added hook")
    public void addHook() {
        client.addHooks(hook);
    }

    @Then("the {string} hook should have been executed")
    public void executed(String stage) {
        assertThat(hook.stages()).contains(stage);
    }

    @Then("the {string} hooks should be called with evaluation details")
    public void called(String stages, DataTable table) {
        for (String stage : stages.split(", ", -1)) {
            FlagEvaluationDetails<?> seen = hook.details(stage);
            for (Map<String, String> row : table.asMaps()) {
                Object actual = switch (Objects.requireNonNull(row.get("key"))) {
                    case "flag_key" -> seen.getFlagKey();
                    case "value" -> seen.getValue();
                    case "variant" -> seen.getVariant();
                    case "reason" -> seen.getReason();
                    case "error_code" -> seen.getErrorCode();
                    default -> throw new IllegalArgumentException("unknown: " + row);
                };
                assertThat(String.valueOf(actual)).as(stage + " " + row).isEqualTo(row.get("value"));
            }
        }
    }

    @Given("evaluation options containing specific hooks")
    public void invocationHooks() {
        order.clear();
    }

    @When("the flag was evaluated with details using the evaluation options")
    public void evaluateWithHooks() {
        var options = FlagEvaluationOptions.builder();
        invocationHooks.forEach(options::hook);
        details = kind.ask(client, key, fallback, invocation, options.build());
    }

    @Then("the specified hooks should execute during evaluation")
    public void invocationHooksExecuted() {
        assertThat(invocationHooks)
                .allSatisfy(one -> assertThat(one.stages()).containsExactly("before", "after", "finally"));
    }

    @Then("the hook order should be maintained")
    public void hookOrder() {
        List<String> before = names("before");
        List<String> reversed = List.of(before.get(1), before.get(0));
        assertThat(names("after")).isEqualTo(reversed);
        assertThat(names("finally")).isEqualTo(reversed);
    }

    @Given("a stable provider with retrievable context is registered")
    public void stableWithContext() {
        recording = new RecordingProvider(TerraceProvider.of(flags()));
        api.setProviderAndWait(recording);
        api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());
    }

    @Given("A context entry with key {string} and value {string} is added to the {string} level")
    public void entry(String key, String value, String level) {
        EvaluationContext context = new MutableContext().add(key, value);
        switch (level) {
            case "API" -> api.setEvaluationContext(context);
            case "Transaction" -> api.setTransactionContext(context);
            case "Client" -> client.setEvaluationContext(context);
            case "Invocation" -> invocation = new MutableContext().add(key, value);
            case "Before Hooks" -> client.addHooks(new RecordingHook("context", context));
            default -> throw new IllegalArgumentException("unknown level: " + level);
        }
    }

    @Given("A table with levels of increasing precedence")
    public void levels(DataTable table) {
        levels.addAll(table.asList());
    }

    @Given(
            "Context entries for each level from API level down to the {string} level, with key {string} and value {string}")
    public void entries(String last, String key, String value) {
        for (String level : levels) {
            entry(key, level.equals(last) ? value : "of " + level, level);
            if (level.equals(last)) {
                return;
            }
        }
    }

    @When("Some flag was evaluated")
    public void evaluateSome() {
        client.getStringValue("string-flag", "none", invocation);
    }

    @Then("The merged context contains an entry with key {string} and value {string}")
    public void merged(String key, String value) {
        Value merged = Objects.requireNonNull(recording).seen().getValue(key);
        assertThat(merged.asString()).isEqualTo(value);
    }

    private void failing(Throwable why) {
        TerraceProvider provider = TerraceProvider.builder(flags())
                .readyAfter(CompletableFuture.failedFuture(why), Duration.ofMinutes(1))
                .build();
        assertThat(catchThrowable(() -> api.setProviderAndWait(provider))).isNotNull();
    }

    /** Who was called at a stage, in order. */
    private List<String> names(String stage) {
        return order.stream()
                .filter(call -> call.endsWith(" " + stage))
                .map(call -> call.substring(0, call.indexOf(' ')))
                .toList();
    }

    private FlagEvaluationDetails<?> details() {
        return Objects.requireNonNull(details, "nothing was evaluated");
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Value one ? Values.unwrap(one) : value;
    }

    private static Map<String, Value> add(Map<String, Value> attributes, String name, Value value) {
        attributes.put(name, value);
        return attributes;
    }

    private static Flags flags() {
        try (InputStream document = SpecificationSteps.class.getResourceAsStream("specification.yaml")) {
            Snapshot snapshot = Definitions.parse(Objects.requireNonNull(document), Format.YAML)
                    .compile(Setting.none());
            return Flags.of(snapshot);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
