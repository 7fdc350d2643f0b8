package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Flags that nothing feeds: every evaluation answers its default, and no document's reader is even loaded. */
@Configuration(proxyBeanMethods = false)
class UnfedFlagsConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Flags terraceFlags() {
        return Flags.of(Snapshot.empty());
    }
}
