package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.FlagEvaluationOptions;
import dev.openfeature.sdk.Value;
import java.util.Locale;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The specification's types of values. */
enum Kind {
    BOOLEAN {
        @Override
        Object parsed(String text) {
            return Boolean.parseBoolean(text);
        }

        @Override
        FlagEvaluationDetails<?> ask(
                Client client, String key, String fallback, EvaluationContext context, FlagEvaluationOptions options) {
            return client.getBooleanDetails(key, (Boolean) parsed(fallback), context, options);
        }
    },
    STRING {
        @Override
        Object parsed(String text) {
            return text;
        }

        @Override
        FlagEvaluationDetails<?> ask(
                Client client, String key, String fallback, EvaluationContext context, FlagEvaluationOptions options) {
            return client.getStringDetails(key, fallback, context, options);
        }
    },
    INTEGER {
        @Override
        Object parsed(String text) {
            return Integer.parseInt(text);
        }

        @Override
        FlagEvaluationDetails<?> ask(
                Client client, String key, String fallback, EvaluationContext context, FlagEvaluationOptions options) {
            return client.getIntegerDetails(key, (Integer) parsed(fallback), context, options);
        }
    },
    FLOAT {
        @Override
        Object parsed(String text) {
            return Double.parseDouble(text);
        }

        @Override
        FlagEvaluationDetails<?> ask(
                Client client, String key, String fallback, EvaluationContext context, FlagEvaluationOptions options) {
            return client.getDoubleDetails(key, (Double) parsed(fallback), context, options);
        }
    },
    OBJECT {
        @Override
        Object parsed(String text) {
            return Value.objectToValue(JsonMapper.builder()
                    .build()
                    .readValue(text, new TypeReference<java.util.Map<String, Object>>() {}));
        }

        @Override
        FlagEvaluationDetails<?> ask(
                Client client, String key, String fallback, EvaluationContext context, FlagEvaluationOptions options) {
            return client.getObjectDetails(key, (Value) parsed(fallback), context, options);
        }
    };

    abstract Object parsed(String text);

    abstract FlagEvaluationDetails<?> ask(
            Client client, String key, String fallback, EvaluationContext context, FlagEvaluationOptions options);

    Value wrapped(String text) {
        return Value.objectToValue(parsed(text));
    }

    static Kind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
