package dev.terrace.spring.cache;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/*
 * The texts are the application's own, constants of its code; values only ever fill them in. A name is text, expression, text, ... and is read
 * once per method. An expression that stands alone in its braces and answers a collection gives one name for each element.
 */
/** Names with expressions in them. Thread-safe. */
final class DataNames {

    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");

    private final SpelExpressionParser parser = new SpelExpressionParser();
    private final ParameterNameDiscoverer parameters = new DefaultParameterNameDiscoverer();
    private final Map<String, Template> templates = new ConcurrentHashMap<>();

    /** Texts, with an expression between each and the next. */
    private record Template(String whole, List<String> texts, List<Expression> expressions) {}

    /**
     * The names of a call.
     *
     * @throws IllegalArgumentException if an expression cannot be read, cannot be answered, or answers null
     */
    List<String> of(
            String[] templates, Object target, Method method, @Nullable Object[] arguments, @Nullable Object result) {
        MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(target, method, arguments, parameters);
        context.setVariable("result", result);
        List<String> names = new ArrayList<>(templates.length);
        for (String text : templates) {
            fill(this.templates.computeIfAbsent(text, this::parsed), context, method, names);
        }
        return names;
    }

    private Template parsed(String text) {
        List<String> texts = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        Matcher braces = BRACES.matcher(text);
        int from = 0;
        while (braces.find()) {
            texts.add(text.substring(from, braces.start()));
            try {
                expressions.add(parser.parseExpression(braces.group(1)));
            } catch (ParseException | IllegalStateException unreadable) {
                throw new IllegalArgumentException(
                        "the name '" + text + "' has no expression between its braces that Spring can read",
                        unreadable);
            }
            from = braces.end();
        }
        texts.add(text.substring(from));
        return new Template(text, texts, expressions);
    }

    private static void fill(Template template, EvaluationContext context, Method method, List<String> names) {
        List<String> filled = List.of(template.texts().get(0));
        for (int i = 0; i < template.expressions().size(); i++) {
            List<String> more = new ArrayList<>();
            for (Object value : values(template, template.expressions().get(i), context, method)) {
                for (String before : filled) {
                    more.add(before + value + template.texts().get(i + 1));
                }
            }
            filled = more;
        }
        names.addAll(filled);
    }

    private static Collection<?> values(
            Template template, Expression expression, EvaluationContext context, Method method) {
        Object value;
        try {
            value = expression.getValue(context);
        } catch (RuntimeException failure) {
            throw unanswered(template, expression, method, failure);
        }
        if (value == null || (value instanceof Collection<?> all && all.stream().anyMatch(Objects::isNull))) {
            throw unanswered(template, expression, method, null);
        }
        return value instanceof Collection<?> several ? several : List.of(value);
    }

    private static IllegalArgumentException unanswered(
            Template template, Expression expression, Method method, @Nullable RuntimeException cause) {
        return new IllegalArgumentException(
                "the name '" + template.whole() + "' on "
                        + method.getDeclaringClass().getSimpleName() + "." + method.getName()
                        + " cannot be made, since '" + expression.getExpressionString()
                        + "' has no answer: correct it, or compile with -parameters if it speaks of arguments",
                cause);
    }
}
