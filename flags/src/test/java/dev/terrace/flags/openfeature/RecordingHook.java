package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers what a hook is told. To be used by one thread. */
final class RecordingHook implements Hook<Object> {

    private final String name;
    private final List<String> order;
    private final @Nullable EvaluationContext adds;
    private final List<String> stages = new ArrayList<>();
    private final Map<String, FlagEvaluationDetails<Object>> details = new HashMap<>();

    private RecordingHook(String name, List<String> order, @Nullable EvaluationContext adds) {
        this.name = name;
        this.order = order;
        this.adds = adds;
    }

    RecordingHook(String name) {
        this(name, new ArrayList<>(), null);
    }

    RecordingHook(String name, List<String> order) {
        this(name, order, null);
    }

    RecordingHook(String name, EvaluationContext adds) {
        this(name, new ArrayList<>(), adds);
    }

    List<String> stages() {
        return stages;
    }

    FlagEvaluationDetails<Object> details(String stage) {
        return Objects.requireNonNull(details.get(stage), stage);
    }

    @Override
    public Optional<EvaluationContext> before(HookContext<Object> context, Map<String, Object> hints) {
        add("before");
        return Optional.ofNullable(adds);
    }

    @Override
    public void after(HookContext<Object> context, FlagEvaluationDetails<Object> told, Map<String, Object> hints) {
        add("after");
        details.put("after", told);
    }

    @Override
    public void error(HookContext<Object> context, Exception error, Map<String, Object> hints) {
        add("error");
    }

    @Override
    public void finallyAfter(
            HookContext<Object> context, FlagEvaluationDetails<Object> told, Map<String, Object> hints) {
        add("finally");
        details.put("finally", told);
    }

    private void add(String stage) {
        stages.add(stage);
        order.add(name + " " + stage);
    }
}
