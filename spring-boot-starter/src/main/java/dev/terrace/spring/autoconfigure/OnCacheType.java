package dev.terrace.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the application asks for no other kind of cache; tests ask for none by {@code spring.cache.type=none}. */
final class OnCacheType extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String type = context.getEnvironment().getProperty("spring.cache.type");
        ConditionMessage.Builder message = ConditionMessage.forCondition("Terrace cache");
        return type == null || type.isBlank()
                ? ConditionOutcome.match(message.because("no other type is asked for"))
                : ConditionOutcome.noMatch(message.because("spring.cache.type is " + type));
    }
}
