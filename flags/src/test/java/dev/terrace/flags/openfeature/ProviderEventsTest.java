package dev.terrace.flags.openfeature;

import static dev.terrace.flags.openfeature.TerraceProviderTest.compiled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvent;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.exceptions.FatalError;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the SDK and its listeners are told of the provider's life. */
class ProviderEventsTest {

    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    private final Client client = api.getClient();
    private final Flags flags =
            Flags.of(compiled("flags: {a: {type: boolean, default: on}, b: {type: boolean, default: on}}"));
    private final Queue<EventDetails> changes = new ConcurrentLinkedQueue<>();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    @AfterEach
    void shutDown() {
        api.shutdown();
    }

    @Test
    void replace_flagsThatDiffer_areNamed() {
        api.setProviderAndWait(TerraceProvider.of(flags));
        client.onProviderConfigurationChanged(changes::add);
        flags.replace(
                compiled(
                        "flags: {a: {type: boolean, default: off}, b: {type: boolean, default: on}, c: {type: boolean, default: on}}"));
        await().until(() -> !changes.isEmpty());
        assertThat(changes.remove().getFlagsChanged()).isEqualTo(List.of("a", "c"));
        assertThat(client.getBooleanValue("a", true)).isFalse();
    }

    @Test
    void replace_nothingThatDiffers_isNoEvent() {
        api.setProviderAndWait(TerraceProvider.of(flags));
        client.onProviderConfigurationChanged(changes::add);
        flags.replace(
                compiled("version: 2\nflags: {b: {type: boolean, default: on}, a: {type: boolean, default: on}}"));
        flags.replace(compiled("flags: {b: {type: boolean, default: on}}"));
        await().until(() -> !changes.isEmpty());
        assertThat(changes.remove().getFlagsChanged()).isEqualTo(List.of("a"));
        assertThat(changes).isEmpty();
    }

    @Test
    void ready_afterInitialization_isToldOnce() {
        client.onProviderReady(details -> told.add("ready"));
        client.onProviderConfigurationChanged(details -> told.add("changed"));
        api.setProviderAndWait(TerraceProvider.of(flags));
        flags.replace(Snapshot.empty());
        await().until(() -> told.contains("changed"));
        await().until(() -> told.contains("ready"));
        assertThat(told).containsExactlyInAnyOrder("ready", "changed");
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
    }

    @Test
    void stale_thenReady_isToldOnceEach() {
        TerraceProvider provider = TerraceProvider.of(flags);
        provider.reportStale("too early");
        api.setProviderAndWait(provider);
        for (ProviderEvent event : List.of(ProviderEvent.PROVIDER_STALE, ProviderEvent.PROVIDER_ERROR)) {
            client.on(event, details -> told.add(event + ": " + details.getMessage()));
        }
        provider.reportReady("nothing was wrong");
        provider.reportStale("no store");
        provider.reportStale("still no store");
        await().until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(client.getBooleanValue("a", false)).as("answers go on").isTrue();
        provider.reportReady("store is back");
        await().until(() -> client.getProviderState() == ProviderState.READY);
        provider.reportError("broken");
        await().until(() -> client.getProviderState() == ProviderState.ERROR);
        await().until(() -> told.size() == 2);
        assertThat(told).containsExactlyInAnyOrder("PROVIDER_STALE: no store", "PROVIDER_ERROR: broken");
    }

    @Test
    void initialize_definitionsThatDoNotCome_isAnErrorUntilTheyDo() {
        Flags none = Flags.of(Snapshot.empty());
        TerraceProvider provider = TerraceProvider.builder(none)
                .readyAfter(new CompletableFuture<>(), Duration.ofMillis(1))
                .build();
        assertThatThrownBy(() -> api.setProviderAndWait(provider))
                .isInstanceOf(GeneralError.class)
                .hasMessageContaining("no definitions within");
        assertThat(client.getProviderState()).isEqualTo(ProviderState.ERROR);
        none.replace(flags.snapshot());
        await().until(() -> client.getProviderState() == ProviderState.READY);
        assertThat(client.getBooleanValue("a", false)).isTrue();
    }

    @Test
    void initialize_definitionsThatFail_saysWhy() {
        TerraceProvider provider = TerraceProvider.builder(Flags.of(Snapshot.empty()))
                .readyAfter(
                        CompletableFuture.failedFuture(new IllegalStateException("no such file")),
                        Duration.ofSeconds(1))
                .build();
        assertThatThrownBy(() -> api.setProviderAndWait(provider)).hasMessageContaining("no such file");
        TerraceProvider fatal = TerraceProvider.builder(flags)
                .readyAfter(CompletableFuture.failedFuture(new FatalError("never")), Duration.ofSeconds(1))
                .build();
        assertThatThrownBy(() -> api.setProviderAndWait(fatal)).isInstanceOf(FatalError.class);
        assertThat(client.getBooleanDetails("a", true).getErrorCode()).isEqualTo(ErrorCode.PROVIDER_FATAL);
    }

    @Test
    void initialize_definitionsThatCameOtherwise_isReady() {
        TerraceProvider provider = TerraceProvider.builder(flags)
                .readyAfter(new CompletableFuture<>(), Duration.ofMillis(1))
                .build();
        flags.replace(compiled("flags: {a: {type: boolean, default: off}}"));
        api.setProviderAndWait(provider);
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
    }

    @Test
    void shutdown_afterwards_listensNoMore() {
        api.setProviderAndWait(TerraceProvider.of(flags));
        api.shutdown();
        flags.replace(Snapshot.empty());
        assertThat(flags.failures())
                .as("no event was emitted on a pool that is gone")
                .isZero();
    }

    @Test
    void builder_patienceThatIsNone_isRefused() {
        assertThatThrownBy(() -> TerraceProvider.builder(flags).readyAfter(new CompletableFuture<>(), Duration.ZERO))
                .hasMessage("patience must be positive: PT0S");
    }
}
