package dev.terrace.benchmarks;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A Boot application with one cached method, in a process of its own. It names nothing of Terrace, which may not be there. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
public class CachingApplication {

    /**
     * Starts, calls the method twice, says so as {@link EmptyApplication} does, and ends.
     *
     * @param arguments properties, as Boot takes them
     */
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(CachingApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run(arguments)) {
            Texts texts = context.getBean(Texts.class);
            if (!texts.of(7).equals(texts.of(7)) || texts.calls() != 1) {
                throw new IllegalStateException("nothing is cached");
            }
            EmptyApplication.tell(context);
        }
    }

    @Bean
    Texts texts() {
        return new Texts();
    }

    /** What is cached. */
    public static class Texts {

        private int calls;

        @Cacheable("texts")
        public String of(long number) {
            calls++;
            return "text of " + number;
        }

        /** Calls that no cache has answered. */
        public int calls() {
            return calls;
        }
    }
}
