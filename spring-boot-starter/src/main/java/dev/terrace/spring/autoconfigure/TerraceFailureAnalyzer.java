package dev.terrace.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with the configuration, and the cure. */
final class TerraceFailureAnalyzer extends AbstractFailureAnalyzer<TerraceConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TerraceConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.cure(), cause);
    }
}
