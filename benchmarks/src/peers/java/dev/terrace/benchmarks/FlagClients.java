package dev.terrace.benchmarks;

import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.getunleash.DefaultUnleash;
import io.getunleash.Unleash;
import io.getunleash.util.UnleashConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Peers that read their flags from a document and need no network, each by the way its documentation names. Stateless. */
final class FlagClients {

    private FlagClients() {}

    /** From a file with a flag of some key; no events, no diagnostics. */
    static LDClient launchDarkly(String document, String key) {
        LDClient client = new LDClient(
                "no-key",
                new LDConfig.Builder()
                        .dataSource(FileData.dataSource().filePaths(file(document)))
                        .events(Components.noEvents())
                        .diagnosticOptOut(true)
                        .build());
        if (!client.isInitialized() || !client.isFlagKnown(key)) {
            throw new IllegalStateException("LaunchDarkly did not take the file");
        }
        return client;
    }

    /** Bootstrapped; asks no server, and sends no metrics. */
    static Unleash unleash(String document) {
        return new DefaultUnleash(UnleashConfig.builder()
                .appName("terrace-benchmarks")
                .instanceId("one")
                .unleashAPI("http://localhost:1/api/")
                .apiKey("none")
                .toggleBootstrapProvider(() -> Optional.of(document))
                .backupFile(absent().toString())
                .disablePolling()
                .disableMetrics()
                .build());
    }

    /** In process, from a file, as the SDK's provider. */
    static OpenFeatureAPI flagd(String document) {
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        api.setProviderAndWait(OwnLoader.flagd(file(document)));
        return api;
    }

    /** A backup would win over the bootstrap. */
    private static Path absent() {
        try {
            Path directory = Files.createTempDirectory("unleash");
            directory.toFile().deleteOnExit();
            return directory.resolve("backup.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String document) {
        try {
            Path file = Files.writeString(Files.createTempFile("flags", ".json"), document);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
