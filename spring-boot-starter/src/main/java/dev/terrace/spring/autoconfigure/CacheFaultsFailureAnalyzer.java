package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.CacheConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the faults of a cache whose settings contradict each other. */
final class CacheFaultsFailureAnalyzer extends AbstractFailureAnalyzer<CacheConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CacheConfigurationException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Change the properties under terrace.cache.caches.<name> or terrace.cache.defaults, or the customizers of the cache.",
                cause);
    }
}
