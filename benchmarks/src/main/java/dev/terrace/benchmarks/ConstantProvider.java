package dev.terrace.benchmarks;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;

/** Answers what it is given as the default: what is left is the SDK's own time. Stateless. */
final class ConstantProvider implements FeatureProvider {

    private static final Metadata METADATA = () -> "constant";

    @Override
    public Metadata getMetadata() {
        return METADATA;
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean value, EvaluationContext context) {
        return answer(value);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(String key, String value, EvaluationContext context) {
        return answer(value);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer value, EvaluationContext context) {
        return answer(value);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double value, EvaluationContext context) {
        return answer(value);
    }

    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(String key, Value value, EvaluationContext context) {
        return answer(value);
    }

    private static <T> ProviderEvaluation<T> answer(T value) {
        ProviderEvaluation<T> answer = new ProviderEvaluation<>();
        answer.setValue(value);
        answer.setReason("STATIC");
        return answer;
    }
}
