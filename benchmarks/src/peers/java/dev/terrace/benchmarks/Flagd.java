package dev.terrace.benchmarks;

import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.FeatureProvider;
import java.util.function.Function;

/** Makes flagd's provider, in process, of the path of a file. Stateless; public for its {@link OwnLoader}. */
public final class Flagd implements Function<String, FeatureProvider> {

    private static final int DEADLINE_MILLIS = 30_000;

    /** For the loader. */
    public Flagd() {}

    @Override
    public FeatureProvider apply(String path) {
        return new FlagdProvider(FlagdOptions.builder()
                .resolverType(Config.Resolver.FILE)
                .offlineFlagSourcePath(path)
                // For its start alone.
                .deadline(DEADLINE_MILLIS)
                .build());
    }
}
