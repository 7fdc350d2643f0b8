package dev.terrace.spring.cache;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/*
 * What comes back from a far tier must be what went there. A type says that where it is whole: no Object, wildcard or raw collection in it,
 * behind which a Long would come back as an Integer; and where the value is of that very class, for a subclass would come back as its parent.
 */
/**
 * The declared type of a cache's values. Immutable.
 *
 * @param type without variables
 */
record DeclaredType(ResolvableType type) {

    private static final String POLYMORPHIC = "com.fasterxml.jackson.annotation.JsonTypeInfo";

    /** What keeps values of a type from coming back as they were; null if nothing does. */
    static @Nullable String fault(ResolvableType type) {
        Class<?> raw = type.resolve();
        if (raw == null || raw == Object.class) {
            return "'" + type + "' says nothing of the values";
        }
        if (raw == void.class || raw == Void.class) {
            return "a method that returns nothing has no values";
        }
        if (raw.isArray()) {
            return fault(type.getComponentType());
        }
        if (raw.getTypeParameters().length > 0 && !type.hasGenerics()) {
            return "'" + type + "' does not say of what it is";
        }
        for (ResolvableType generic : type.getGenerics()) {
            String fault = fault(generic);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** As the codec takes it. */
    Type toType() {
        return plain(type).getType();
    }

    private static ResolvableType plain(ResolvableType type) {
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.toClass());
        if (!type.hasGenerics()) {
            return ResolvableType.forClass(raw);
        }
        ResolvableType[] generics = type.getGenerics();
        ResolvableType[] plain = new ResolvableType[generics.length];
        for (int i = 0; i < generics.length; i++) {
            plain[i] = plain(generics[i]);
        }
        return ResolvableType.forClassWithGenerics(raw, plain);
    }

    /**
     * Refuses a value that would come back as something else.
     *
     * @throws IllegalArgumentException if it is of another class than is declared
     */
    void check(Object value) {
        check(type, value);
    }

    private static void check(ResolvableType declared, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(declared.toClass());
        if (!raw.isInstance(value)) {
            throw different(value, declared);
        }
        if (value instanceof Collection<?> elements) {
            ResolvableType element = declared.as(Collection.class).getGeneric();
            elements.forEach(one -> check(element, one));
        } else if (value instanceof Map<?, ?> map) {
            ResolvableType element = declared.as(Map.class).getGeneric(1);
            map.values().forEach(one -> check(element, one));
        } else if (!raw.isArray()
                && raw != (value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass())
                && !MergedAnnotations.from(raw, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
                        .isPresent(POLYMORPHIC)) {
            throw different(value, declared);
        }
    }

    private static IllegalArgumentException different(Object value, ResolvableType declared) {
        return new IllegalArgumentException("it is a " + value.getClass().getName() + ", but declared is " + declared
                + ", as which it would come back");
    }
}
