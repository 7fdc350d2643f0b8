package dev.terrace.spring.autoconfigure;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.cache.CacheManager;

/** Prints what to do about two cache managers of which none is to be preferred. */
final class TwoManagersFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
        if (cause.getBeanType() == null || !CacheManager.class.isAssignableFrom(cause.getBeanType())) {
            return null;
        }
        Collection<String> names = cause.getBeanNamesFound();
        return new FailureAnalysis(
                "There are several cache managers, and cached methods do not say which one they mean: "
                        + (names == null ? "" : String.join(", ", names)),
                "Mark one of them @Primary, or name one on each method, such as @Cacheable(cacheManager = \"cacheManager\"). Terrace's own is "
                        + "made only where the application has none.",
                cause);
    }
}
