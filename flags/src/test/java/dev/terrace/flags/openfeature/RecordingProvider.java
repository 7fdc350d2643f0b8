package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;

/** Remembers the context of the last text that was asked for. To be used by one thread. */
final class RecordingProvider implements FeatureProvider {

    private final TerraceProvider provider;
    private EvaluationContext seen = ImmutableContext.EMPTY;

    RecordingProvider(TerraceProvider provider) {
        this.provider = provider;
    }

    EvaluationContext seen() {
        return seen;
    }

    @Override
    public Metadata getMetadata() {
        return provider.getMetadata();
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean fallback, EvaluationContext context) {
        return provider.getBooleanEvaluation(key, fallback, context);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(String key, String fallback, EvaluationContext context) {
        seen = context;
        return provider.getStringEvaluation(key, fallback, context);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer fallback, EvaluationContext context) {
        return provider.getIntegerEvaluation(key, fallback, context);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double fallback, EvaluationContext context) {
        return provider.getDoubleEvaluation(key, fallback, context);
    }

    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(String key, Value fallback, EvaluationContext context) {
        return provider.getObjectEvaluation(key, fallback, context);
    }
}
