package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.EvaluationContext;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * The attributes of the SDK's context, each converted when a condition asks for it. The SDK merges its layers of contexts only
 * where somebody wants them all; so a rollout by unit pays for neither. Lives as long as one evaluation, on its thread.
 */
/** A view. */
final class Attributes extends AbstractMap<String, Object> {

    private final EvaluationContext context;

    Attributes(EvaluationContext context) {
        this.context = context;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return name instanceof String text ? Values.unwrap(context.getValue(text)) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return of(context).entrySet();
    }

    /** All attributes but the unit, converted now. */
    static Map<String, Object> of(EvaluationContext context) {
        Map<String, Object> all = new LinkedHashMap<>(Values.unwrap(context));
        all.remove(EvaluationContext.TARGETING_KEY);
        return all;
    }
}
