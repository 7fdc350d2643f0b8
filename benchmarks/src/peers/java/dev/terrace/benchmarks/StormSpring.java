package dev.terrace.benchmarks;

import java.util.function.UnaryOperator;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A method that is {@code @Cacheable} with one load for all who wait, behind Spring's proxy. */
final class StormSpring {

    private StormSpring() {}

    /** On some caches, which are ended afterwards. */
    static StormCache open(CacheManager caches, UnaryOperator<String> loader, Runnable end) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(CacheManager.class, () -> caches);
        context.registerBean(Source.class, () -> new Source(loader));
        context.register(Settings.class);
        context.refresh();
        Source source = context.getBean(Source.class);
        return new StormCache(source::read, () -> {
            context.close();
            end.run();
        });
    }

    /** Spring reads it. */
    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Settings {}

    /** The cached method. Spring's proxy extends it. */
    static class Source {

        private final UnaryOperator<String> loader;

        Source(UnaryOperator<String> loader) {
            this.loader = loader;
        }

        /**
         * Loads.
         *
         * @param key a key
         * @return its value
         */
        @Cacheable(cacheNames = "storm", sync = true)
        public String read(String key) {
            return loader.apply(key);
        }
    }
}
