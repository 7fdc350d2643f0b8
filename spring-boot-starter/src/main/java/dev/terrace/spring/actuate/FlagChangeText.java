package dev.terrace.spring.actuate;

import dev.terrace.cache.spi.Position;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.StoredFlags;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What requests write of flags: versions, contexts, edits. Whatever is wrong with it is refused. */
final class FlagChangeText {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,18})/(\\d{1,18})");
    private static final int LONGEST_CONTEXT = 16_384;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FlagChangeText() {}

    static Position version(@Nullable String text) {
        Matcher version = VERSION.matcher(text == null ? "" : text.strip());
        if (!version.matches()) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST,
                    text == null ? "no version is named" : "no version can be called so",
                    "say by \"version\" which one the change was thought of for, as GET has told it, such as 3/120");
        }
        return new Position(Long.parseLong(version.group(1)), Long.parseLong(version.group(2)));
    }

    /** For whom to evaluate. */
    static EvaluationContext context(@Nullable String unit, @Nullable String attributes) {
        EvaluationContext context = EvaluationContext.of(unit);
        if (attributes == null || attributes.isBlank()) {
            return context;
        }
        if (attributes.length() > LONGEST_CONTEXT) {
            throw wrongAttributes(
                    "attributes of " + attributes.length() + " characters; there are " + LONGEST_CONTEXT + " at most");
        }
        try {
            return context.withAll(JSON.readValue(attributes, new TypeReference<Map<String, @Nullable Object>>() {}));
        } catch (JacksonException | NullPointerException malformed) { // "null" is JSON, and no map
            throw wrongAttributes("attributes that are no JSON object");
        }
    }

    private static Answers.RefusedException wrongAttributes(String what) {
        return new Answers.RefusedException(
                Answers.BAD_REQUEST, what, "write them such as {\"country\": \"DE\", \"age\": 30}");
    }

    /**
     * What a request wants to change of a flag: exactly one thing.
     *
     * @param definition the whole flag
     * @param percent the share of its rollout
     * @param variant what it is to answer, until it is taken back
     * @param clear whether that is to be taken back
     */
    record Wanted(
            @Nullable String definition,
            @Nullable String percent,
            @Nullable String variant,
            @Nullable String until,
            boolean clear,
            @Nullable String environment) {

        Edit edit(String flag, Supplier<StoredFlags> stored) {
            Map<String, Boolean> things = new LinkedHashMap<>();
            things.put("definition", definition != null);
            things.put("percent", percent != null);
            things.put("variant", variant != null);
            things.put("clear", clear);
            if (things.values().stream().filter(Boolean::booleanValue).count() != 1) {
                throw new Answers.RefusedException(
                        Answers.BAD_REQUEST,
                        "a change sets one thing of a flag",
                        "give exactly one of " + things.keySet());
            }
            try {
                if (definition != null) {
                    return Edit.flag(flag, definition);
                }
                if (percent != null) {
                    String held = stored.get().contents().get("flag/" + flag);
                    if (held == null) {
                        throw new Answers.RefusedException(
                                Answers.NOT_FOUND, "the store has no such flag", "define it by \"definition\" first");
                    }
                    return Edit.flag(flag, RolloutPercent.set(held, new BigDecimal(percent.strip())));
                }
                return clear
                        ? Edit.clearOverride(flag, environment)
                        : Edit.override(new OperatorOverride(flag, String.valueOf(variant), until(until)), environment);
            } catch (NumberFormatException malformed) {
                throw new Answers.RefusedException(
                        Answers.BAD_REQUEST, "the percentage is no number", "write one from 0 to 100, such as 12.5");
            } catch (IllegalArgumentException wrong) {
                throw new Answers.RefusedException(
                        Answers.BAD_REQUEST, String.valueOf(wrong.getMessage()), "correct the name");
            }
        }

        private static @Nullable Instant until(@Nullable String text) {
            try {
                return text == null ? null : Instant.parse(text.strip());
            } catch (DateTimeParseException malformed) {
                throw new Answers.RefusedException(
                        Answers.BAD_REQUEST, "\"until\" is no moment", "write one such as 2026-12-24T18:00:00Z");
            }
        }
    }
}
