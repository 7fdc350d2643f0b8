package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.DefinitionsException;
import dev.terrace.flags.source.SourceException;
import dev.terrace.spring.flags.FlagDeclarationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Prints what is wrong with flags: definitions that cannot be used, none at all, and code that names others than there are. */
final class FlagsFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FlagDeclarationException) {
                return new FailureAnalysis(
                        cause.getMessage(),
                        "Mend each of these, in the definitions (terrace.flags.locations, terrace.flags.store) or in the code. A store that was never changed begins"
                                + " with the first of terrace.flags.locations that can be read. To start all the same with"
                                + " flags that are not defined, set terrace.flags.undefined=warn; they answer their defaults then.",
                        cause);
            }
            if (cause instanceof DefinitionsException) {
                return new FailureAnalysis(
                        cause.getMessage(),
                        "Mend each of these. The environment that was meant follows from terrace.flags.environment or from the active profiles.",
                        cause);
            }
            if (cause instanceof SourceException) {
                return new FailureAnalysis(
                        cause.getMessage(),
                        "Correct terrace.flags.locations or terrace.flags.store, name a file by terrace.flags.last-known-good for the next time, or set"
                                + " terrace.flags.start-with-defaults=true. The environment that was meant follows from terrace.flags.environment or from"
                                + " the active profiles.",
                        cause);
            }
        }
        return null;
    }
}
