package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.TrackingEventDetails;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import dev.terrace.flags.Evaluation;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.SnapshotListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/*
 * Who owns what. Answers are the flags'; here they are only told in the SDK's words, from a table that is made anew for each
 * snapshot ("translations", a plain race: whoever sees an old table makes a new one). An evaluation reads the snapshot
 * before and after: if it was replaced meanwhile, the answer could be of one and its metadata of another, so it asks again.
 *
 * The life is the SDK's (it calls initialize and shutdown, and says READY after the first), and "life" here is what decides which
 * events are ours to emit; guarded by this object's lock. READY is emitted only where an earlier failure or staleness is over, since
 * version 1.22 of the SDK emits it by itself when initialize returns. Events are handed to threads of the SDK, so nobody waits.
 */
/**
 * Terrace's flags as an OpenFeature provider:
 *
 * <pre>{@code
 * OpenFeatureAPI.getInstance().setProviderAndWait(TerraceProvider.of(flags));
 * }</pre>
 *
 * <p>Values are asked for by the flag's type: {@code getLongValue} or, where the value fits, {@code getIntegerValue} of integer
 * flags, {@code getDoubleValue} of number flags, {@code getObjectValue} of object flags. Anything else is a type mismatch. The
 * targeting key is the unit; without one, a flag that divides units is the error {@code TARGETING_KEY_MISSING} and the caller gets its
 * default, whereas {@link Flags} answers for those who are not in. Reasons are {@link dev.terrace.flags.Reason}'s names.
 * The flag's metadata are {@code version}, {@code owner}, {@code category}, {@code expires}, {@code rule}, {@code flagSetId} and what the
 * definition has under {@code metadata}, each where there is one.
 *
 * <p>Every replacement of the snapshot that changes flags is a {@code PROVIDER_CONFIGURATION_CHANGED} with their keys.
 *
 * <p>Thread-safe. Evaluations neither block nor do I/O. A provider that was shut down cannot be used again.
 *
 * @since 0.1.0
 */
public final class TerraceProvider extends EventProvider {

    private enum Life {
        NEW,
        READY,
        /** Initialized without definitions; some may still come. */
        WITHOUT_DEFINITIONS,
        STALE,
        FAILED,
        OVER
    }

    /** How a value is read as a type of the SDK's; null where it is of another. */
    @FunctionalInterface
    private interface Type<T> {
        @Nullable
        T read(Object value);
    }

    private static final Type<Boolean> BOOLEAN = value -> value instanceof Boolean truth ? truth : null;
    private static final Type<String> STRING = value -> value instanceof String text ? text : null;
    private static final Type<Long> LONG = value -> value instanceof Long whole ? whole : null;
    private static final Type<Integer> INTEGER =
            value -> value instanceof Long whole && whole == whole.intValue() ? (Integer) whole.intValue() : null;
    private static final Type<Double> DOUBLE = value -> value instanceof Double number ? number : null;
    private static final Type<Value> OBJECT = value -> value instanceof Map<?, ?> map ? Values.wrap(map) : null;

    private static final Object NONE = new Object();
    private static final int ATTEMPTS = 3;
    private static final Metadata METADATA = () -> "terrace";

    private final Flags flags;
    private final @Nullable String flagSet;
    private final @Nullable Tracking tracking;

    @SuppressWarnings("rawtypes") // as the SDK has it
    private final List<Hook> hooks;

    private final CompletionStage<?> loaded;
    private final Duration patience;
    private final SnapshotListener listener = this::changed;
    private final Snapshot first;
    private volatile Translations translations;
    private Life life = Life.NEW;

    TerraceProvider(ProviderBuilder builder) {
        flags = builder.flags;
        flagSet = builder.flagSet;
        tracking = builder.tracking;
        hooks = builder.listener == null ? List.of() : List.of(EvaluationHook.of(builder.listener));
        loaded = builder.loaded;
        patience = builder.patience;
        first = flags.snapshot();
        translations = new Translations(first, flagSet);
    }

    /**
     * A provider that is ready at once.
     *
     * @param flags what it answers by
     * @return a new one
     */
    public static TerraceProvider of(Flags flags) {
        return builder(flags).build();
    }

    /**
     * A provider with more to be said of it.
     *
     * @param flags what it answers by
     * @return a new builder
     */
    public static ProviderBuilder builder(Flags flags) {
        return new ProviderBuilder(flags);
    }

    @Override
    public Metadata getMetadata() {
        return METADATA;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the SDK has it
    public List<Hook> getProviderHooks() {
        return hooks;
    }

    /**
     * Waits for the definitions, as {@link ProviderBuilder#readyAfter} has it. If they do not come, flags answer defaults; once
     * they are there, the provider is ready.
     *
     * @throws OpenFeatureError if they did not come
     */
    @Override
    public void initialize(@Nullable EvaluationContext context) {
        flags.removeListener(listener); // an initialization may be tried again
        flags.addListener(listener);
        try {
            loaded.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            without("no definitions within " + patience + "; see why their source does not answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OpenFeatureError error) {
                throw error;
            }
            without("the definitions cannot be had: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            without("interrupted while waiting for the definitions", e);
        }
        synchronized (this) {
            if (life != Life.OVER) {
                life = Life.READY;
            }
        }
    }

    @Override
    public void shutdown() {
        synchronized (this) {
            life = Life.OVER;
        }
        flags.removeListener(listener);
        if (tracking != null) {
            tracking.flush();
        }
        super.shutdown();
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(
            String key, Boolean defaultValue, @Nullable EvaluationContext context) {
        return resolve(key, defaultValue, context, BOOLEAN);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(
            String key, String defaultValue, @Nullable EvaluationContext context) {
        return resolve(key, defaultValue, context, STRING);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(
            String key, Integer defaultValue, @Nullable EvaluationContext context) {
        return resolve(key, defaultValue, context, INTEGER);
    }

    @Override
    public ProviderEvaluation<Long> getLongEvaluation(
            String key, Long defaultValue, @Nullable EvaluationContext context) {
        return resolve(key, defaultValue, context, LONG);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(
            String key, Double defaultValue, @Nullable EvaluationContext context) {
        return resolve(key, defaultValue, context, DOUBLE);
    }

    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(
            String key, Value defaultValue, @Nullable EvaluationContext context) {
        return resolve(key, defaultValue, context, OBJECT);
    }

    /** Hands the event to the receiver of {@link ProviderBuilder#tracker}, without waiting; without one it does nothing. */
    @Override
    public void track(String eventName, @Nullable EvaluationContext context, @Nullable TrackingEventDetails details) {
        if (tracking != null) {
            tracking.add(new TrackedEvent(
                    eventName,
                    context == null ? null : context.getTargetingKey(),
                    details == null ? null : details.getValue().orElse(null),
                    context == null ? Map.of() : Attributes.of(context),
                    details == null ? Map.of() : Values.unwrap(details)));
        }
    }

    /**
     * Tracked events that found no room or that their receiver threw at.
     *
     * @return since the provider was made
     */
    public long lostEvents() {
        return tracking == null ? 0 : tracking.lost();
    }

    /**
     * Says that the source of the definitions cannot be reached, and that flags are answered by those that are there.
     *
     * @param message why, for people
     */
    public void reportStale(String message) {
        if (moved(Life.STALE)) {
            emitProviderStale(details(message).build());
        }
    }

    /**
     * Says that flags cannot be relied on. They are answered all the same.
     *
     * @param message why, for people
     */
    public void reportError(String message) {
        if (moved(Life.FAILED)) {
            emitProviderError(details(message).errorCode(ErrorCode.GENERAL).build());
        }
    }

    /**
     * Says that what {@link #reportStale} or {@link #reportError} said is over; otherwise it does nothing.
     *
     * @param message why, for people
     */
    public void reportReady(String message) {
        if (moved(Life.READY)) {
            emitProviderReady(details(message).build());
        }
    }

    private <T> ProviderEvaluation<T> resolve(
            String key, T defaultValue, @Nullable EvaluationContext context, Type<T> type) {
        dev.terrace.flags.EvaluationContext own = context == null
                ? dev.terrace.flags.EvaluationContext.empty()
                : dev.terrace.flags.EvaluationContext.over(context.getTargetingKey(), new Attributes(context));
        for (int attempt = 1; ; attempt++) {
            Snapshot snapshot = flags.snapshot();
            Evaluation<Object> answer = flags.evaluate(key, NONE, own);
            if (snapshot == flags.snapshot()) {
                return told(answer, defaultValue, type, translations(snapshot));
            }
            if (attempt == ATTEMPTS) {
                return told(answer, defaultValue, type, new Translations(Snapshot.empty(), flagSet));
            }
        }
    }

    private Translations translations(Snapshot snapshot) {
        Translations known = translations;
        if (!known.areOf(snapshot)) {
            known = new Translations(snapshot, flagSet);
            translations = known;
        }
        return known;
    }

    @SuppressWarnings("ReferenceEquality") // NONE is nobody's value
    private static <T> ProviderEvaluation<T> told(
            Evaluation<Object> answer, T defaultValue, Type<T> type, Translations translations) {
        if (answer.value() == NONE) {
            return answer.error() == dev.terrace.flags.ErrorCode.FLAG_NOT_FOUND
                    ? error(ErrorCode.FLAG_NOT_FOUND, missing(answer.key()), defaultValue, ImmutableMetadata.EMPTY)
                    : error(ErrorCode.GENERAL, "the evaluation failed inside", defaultValue, ImmutableMetadata.EMPTY);
        }
        ImmutableMetadata metadata = translations.of(answer).metadata(answer);
        T value = type.read(answer.value());
        if (value == null) {
            return error(ErrorCode.TYPE_MISMATCH, mismatch(answer), defaultValue, metadata);
        }
        if (answer.error() != null) {
            return error(
                    ErrorCode.TARGETING_KEY_MISSING,
                    "flag \"" + answer.key() + "\" divides units, and the context has no targeting key",
                    defaultValue,
                    metadata);
        }
        return new ProviderEvaluation<>(value, answer.variant(), answer.reason().name(), null, null, metadata);
    }

    private static <T> ProviderEvaluation<T> error(
            ErrorCode code, String message, T defaultValue, ImmutableMetadata metadata) {
        return new ProviderEvaluation<>(defaultValue, null, Reason.ERROR.name(), code, message, metadata);
    }

    private static String missing(String key) {
        return "there is no flag \"" + key + "\"; define it, or correct the key";
    }

    private static String mismatch(Evaluation<Object> answer) {
        Object value = answer.value();
        if (value instanceof Long whole && whole != whole.intValue()) {
            return "flag \"" + answer.key() + "\" answers " + whole
                    + ", which 32 bits cannot hold; ask for it with getLongValue";
        }
        String cure = value instanceof Boolean
                ? "getBooleanValue"
                : value instanceof String
                        ? "getStringValue"
                        : value instanceof Long
                                ? "getLongValue or getIntegerValue"
                                : value instanceof Double ? "getDoubleValue" : "getObjectValue";
        return "flag \"" + answer.key() + "\" is of another type; ask for it with " + cure;
    }

    /** Nothing has come: an error, unless somebody has replaced the snapshot meanwhile. */
    private void without(String message, Exception cause) {
        synchronized (this) {
            if (life == Life.OVER || flags.snapshot() == first) {
                if (life == Life.NEW) {
                    life = Life.WITHOUT_DEFINITIONS;
                }
                GeneralError error = new GeneralError(message);
                error.initCause(cause);
                throw error;
            }
        }
    }

    private void changed(Snapshot before, Snapshot now) {
        boolean recovered;
        synchronized (this) {
            if (life == Life.NEW || life == Life.OVER) {
                return;
            }
            recovered = life == Life.WITHOUT_DEFINITIONS;
            life = recovered ? Life.READY : life;
        }
        if (recovered) {
            emitProviderReady(details("definitions have come").build());
        }
        Set<String> keys = now.changedSince(before);
        if (!keys.isEmpty()) {
            emitProviderConfigurationChanged(details(keys.size() + " flags changed")
                    .flagsChanged(List.copyOf(keys))
                    .build());
        }
    }

    /** Whether this is news, and there is somebody to tell. */
    private synchronized boolean moved(Life to) {
        boolean news = life != to && (life == Life.READY || life == Life.STALE || life == Life.FAILED);
        life = news ? to : life;
        return news;
    }

    private static ProviderEventDetails.ProviderEventDetailsBuilder<?, ?> details(String message) {
        return ProviderEventDetails.builder().message(message);
    }
}
