package dev.terrace.cache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a generic type, as {@code new TypeRef<List<Product>>() {}}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> the type that is named
 * @since 0.1.0
 */
@SuppressWarnings("unused") // T is read through the subclass's signature
public abstract class TypeRef<T> {

    private final Type type;

    /**
     * Captures the type argument of the subclass.
     *
     * @throws IllegalStateException if the subclass gives none
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)) {
            throw new IllegalStateException("write new TypeRef<YourType>() {} with a type argument");
        }
        type = parent.getActualTypeArguments()[0];
    }

    /**
     * The type.
     *
     * @return the captured type
     */
    public final Type type() {
        return type;
    }
}
