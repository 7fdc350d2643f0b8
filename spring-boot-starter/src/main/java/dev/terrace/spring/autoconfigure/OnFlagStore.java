package dev.terrace.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Whether flags are to be stored. */
final class OnFlagStore extends AnyNestedCondition {

    /** The property that says where. */
    static final String TYPE = "terrace.flags.store.type";

    OnFlagStore() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty(name = TYPE, havingValue = "redis")
    static final class OnRedis {}

    @ConditionalOnProperty(name = TYPE, havingValue = "jdbc")
    static final class InDatabase {}
}
