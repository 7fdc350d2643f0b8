package dev.terrace.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * The parts of flags that can apply by the class path and the properties. Spring reads the class file of each configuration before it knows
 * whether to skip it, which costs more than all else at a start without flags; so the others are not even named. What is named still has its
 * own conditions. Stateless.
 */
final class FlagParts implements ImportSelector {

    private static final String SERVLET = "org.springframework.web.context.request.RequestContextHolder";
    private static final String REACTIVE = "org.springframework.web.reactive.config.WebFluxConfigurer";

    private final Environment environment;
    private final ClassLoader loader;

    /** Made by Spring. */
    FlagParts(Environment environment, ClassLoader loader) {
        this.environment = environment;
        this.loader = loader;
    }

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        List<String> parts = new ArrayList<>();
        if (environment.containsProperty(OnFlagStore.TYPE)) {
            parts.add(FlagStoreConfiguration.class.getName());
        }
        parts.add(FlagFeedConfiguration.class.getName());
        if (environment.containsProperty(FlagOpenFeatureConfiguration.REGISTER)) {
            parts.add(FlagOpenFeatureConfiguration.class.getName());
        }
        if (ClassUtils.isPresent(SERVLET, loader)) {
            parts.add(FlagWebConfiguration.Servlet.class.getName());
        }
        if (ClassUtils.isPresent(REACTIVE, loader)) {
            parts.add(FlagWebConfiguration.Reactive.class.getName());
        }
        return parts.toArray(new String[0]);
    }
}
