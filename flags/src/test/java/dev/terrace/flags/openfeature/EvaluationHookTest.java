package dev.terrace.flags.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.flags.Flags;
import dev.terrace.flags.telemetry.EvaluationEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationHookTest {

    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    private final Client client = api.getClient();
    private final List<EvaluationEvent> told = new ArrayList<>();

    @AfterEach
    void shutDown() {
        api.shutdown();
    }

    @Test
    void finallyAfter_eachEvaluation_isTold() {
        api.setProviderAndWait(TerraceProvider.builder(Flags.of(TerraceProviderTest.compiled(
                        "flags: {a: {type: boolean, default: on, version: 2}, b: {type: boolean, default: on}}")))
                .flagSet("shop")
                .build());
        client.addHooks(EvaluationHook.of(told::add));
        client.getBooleanValue("a", false, new ImmutableContext("u1"));
        client.getStringValue("missing", "d");
        assertThat(told)
                .containsExactly(
                        new EvaluationEvent("a", "on", true, "static", null, null, "terrace", "2", "shop", "u1"),
                        new EvaluationEvent(
                                "missing",
                                null,
                                "d",
                                "error",
                                "flag_not_found",
                                "there is no flag \"missing\"; define it, or correct the key",
                                "terrace",
                                null,
                                null,
                                null));
    }

    @Test
    void listener_ofTheProvider_isToldOfEachEvaluation_withoutAHook() {
        api.setProviderAndWait(TerraceProvider.builder(
                        Flags.of(TerraceProviderTest.compiled("flags: {a: {type: boolean, default: on, version: 2}}")))
                .flagSet("shop")
                .listener(told::add)
                .build());
        assertThat(client.getBooleanValue("a", false, new ImmutableContext("u1")))
                .isTrue();
        assertThat(told)
                .containsExactly(
                        new EvaluationEvent("a", "on", true, "static", null, null, "terrace", "2", "shop", "u1"));
    }

    @Test
    void listener_ofTheProvider_thatThrows_leavesTheAnswer() {
        api.setProviderAndWait(TerraceProvider.builder(
                        Flags.of(TerraceProviderTest.compiled("flags: {a: {type: boolean, default: on}}")))
                .listener(event -> {
                    told.add(event);
                    throw new IllegalStateException("broken");
                })
                .build());
        assertThat(client.getBooleanValue("a", false)).isTrue();
        assertThat(told).hasSize(1);
    }

    @Test
    void finallyAfter_aListenerThatThrows_leavesTheAnswer() {
        client.addHooks(EvaluationHook.of(event -> {
            throw new IllegalStateException("broken");
        }));
        assertThat(client.getBooleanValue("a", true)).as("no provider at all").isTrue();
    }
}
