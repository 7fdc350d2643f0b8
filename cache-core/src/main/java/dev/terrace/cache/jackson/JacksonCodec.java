package dev.terrace.cache.jackson;

import dev.terrace.cache.spi.Codec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * Values in Jackson's Smile format, bound to a declared type. No class name is written or read, and Jackson's default typing
 * stays off; polymorphism is by {@code @JsonTypeInfo} with names of the user's own. Unknown properties are ignored, so that a
 * newer version may add some.
 *
 * <p>Thread-safe.
 *
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class JacksonCodec<V> implements Codec<V> {

    private static final int SMILE = 1;
    private static final int MAXIMUM_DEPTH = 200;

    private final int id;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JacksonCodec(int id, ObjectMapper mapper, Type type) {
        this.id = id;
        reader = mapper.readerFor(mapper.constructType(type));
        writer = mapper.writerFor(mapper.constructType(type));
    }

    /**
     * A codec in Smile with Jackson's defaults and limits on depth.
     *
     * @param type the type of the values
     * @param <V> the type of the values
     * @return the codec
     * @throws IllegalStateException if Jackson is not on the class path
     */
    public static <V> JacksonCodec<V> of(Type type) {
        try {
            return new JacksonCodec<>(SMILE, Smile.MAPPER, type);
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException(
                    "its far tiers need a codec, and Jackson is not on the class path: add "
                            + "tools.jackson.dataformat:jackson-dataformat-smile, or call codec(...) on the builder",
                    missing);
        }
    }

    /**
     * A codec with a mapper of the user's own, of any Jackson format.
     *
     * @param mapper the mapper; must not have default typing by class names
     * @param type the type of the values
     * @param id 64 to 255; to be changed when the mapper's format changes
     * @param <V> the type of the values
     * @return the codec
     * @throws IllegalArgumentException if the id is not 64 to 255
     */
    public static <V> JacksonCodec<V> with(ObjectMapper mapper, Type type, int id) {
        if (id < 64 || id > 255) {
            throw new IllegalArgumentException("a codec's id must be 64 to 255, lower ones are Terrace's own: " + id);
        }
        return new JacksonCodec<>(id, mapper, type);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public byte[] encode(V value) {
        return writer.writeValueAsBytes(value);
    }

    @Override
    public V decode(byte[] bytes) {
        @Nullable V value = reader.readValue(bytes);
        if (value == null) {
            throw new IllegalArgumentException("a null inside a value's bytes");
        }
        return value;
    }

    /** Loaded only where Jackson is there. */
    private static final class Smile {
        static final ObjectMapper MAPPER = SmileMapper.builder(SmileFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAXIMUM_DEPTH)
                                .build())
                        .build())
                .build();
    }
}
