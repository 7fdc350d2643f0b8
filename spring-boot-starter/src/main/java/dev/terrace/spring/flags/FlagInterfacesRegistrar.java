package dev.terrace.spring.flags;

import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/** Registers a bean for each interface that an {@link EnableTerraceFlags} names, and what it has named. */
final class FlagInterfacesRegistrar implements ImportBeanDefinitionRegistrar {

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        Class<?>[] types =
                metadata.getAnnotations().get(EnableTerraceFlags.class).getClassArray("value");
        RootBeanDefinition named = new RootBeanDefinition(FlagInterfaces.class);
        named.getConstructorArgumentValues().addGenericArgumentValue(List.copyOf(Arrays.asList(types)));
        registry.registerBeanDefinition(FlagInterfaces.class.getName() + "#" + metadata.getClassName(), named);
        for (Class<?> type : types) {
            String name = type.getName(); // two imports may name the same one
            if (!registry.containsBeanDefinition(name)) {
                RootBeanDefinition bound = new RootBeanDefinition(BoundInterface.class);
                bound.getConstructorArgumentValues().addGenericArgumentValue(type);
                bound.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
                registry.registerBeanDefinition(name, bound);
            }
        }
    }
}
