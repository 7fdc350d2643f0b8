package dev.terrace.testkit;

import java.lang.annotation.Annotation;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Resolves parameters of one type. What it hands out lives in JUnit's stores, which close it. Thread-safe. */
abstract class ServerExtension<T> implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ServerExtension.class);

    private final Class<T> type;

    ServerExtension(Class<T> type) {
        this.type = type;
    }

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public abstract T resolveParameter(ParameterContext parameter, ExtensionContext context);

    /** The constructor of a test belongs to the test, not to the class, unless one instance serves all tests. */
    @Override
    public final ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** What this test or class has; a test finds what its class has. */
    static Store scope(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** What all tests of the JVM have. */
    static Store session(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }

    /** The annotation that is nearest to the parameter. */
    static <A extends Annotation> Optional<A> nearest(
            Class<A> annotation, ParameterContext parameter, ExtensionContext context) {
        return parameter.findAnnotation(annotation).or(() -> nearest(annotation, context));
    }

    private static <A extends Annotation> Optional<A> nearest(Class<A> annotation, ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), annotation)
                .or(() -> context.getParent().flatMap(parent -> nearest(annotation, parent)));
    }
}
