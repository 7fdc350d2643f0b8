package dev.terrace.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;

/*
 * Beans are made at the start so that mistakes are told at the start. All mistakes there can be are in what somebody has said: a property, a store,
 * a customizer. Where nobody has said anything the defaults hold, which are right, and to make the beans can only cost time: in an application
 * that has the starter and no cache yet, or in one of its tests. Then they are made when they are asked for, which is at the start too where
 * another bean needs them.
 *
 * This runs while the definitions of the importing configuration are loaded: after those of the application, of what the configuration imports, and of
 * its own methods. Customizers by which other configurations of this starter contribute come later. They do not count, for they cannot fail.
 */
/**
 * Has what the importing configuration defines made no sooner than somebody asks for it, where nothing is said of it: its properties, and
 * the beans that do not say themselves when they are made. Stateless.
 */
final class OnceAskedFor implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    /** Made by Spring. */
    OnceAskedFor(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata configuration, BeanDefinitionRegistry registry) {
        if (Said.maybe("terrace", environment) || isCustomized(registry)) {
            return;
        }
        List<String> properties = Arrays.asList(configuration
                .getAnnotations()
                .get(EnableConfigurationProperties.class)
                .getStringArray("value"));
        for (String name : registry.getBeanDefinitionNames()) {
            BeanDefinition definition = registry.getBeanDefinition(name);
            String type = definition.getBeanClassName();
            boolean isOfProperties = properties.contains(type);
            boolean isOwn = configuration.getClassName().equals(type) || isMethodOf(configuration, definition);
            if ((isOfProperties || isOwn) && isUndecided(definition)) {
                definition.setLazyInit(true);
            }
        }
    }

    private static boolean isUndecided(BeanDefinition definition) {
        return definition instanceof AbstractBeanDefinition known && known.getLazyInit() == null;
    }

    private static boolean isMethodOf(AnnotationMetadata configuration, BeanDefinition definition) {
        MethodMetadata method =
                definition instanceof AnnotatedBeanDefinition annotated ? annotated.getFactoryMethodMetadata() : null;
        return method != null && method.getDeclaringClassName().equals(configuration.getClassName());
    }

    private static boolean isCustomized(BeanDefinitionRegistry registry) {
        return registry instanceof ListableBeanFactory beans
                && (beans.getBeanNamesForType(FarStore.class, true, false).length > 0
                        || beans.getBeanNamesForType(TerraceBuilderCustomizer.class, true, false).length > 0);
    }
}
