package dev.terrace.spring.cache;

import dev.terrace.cache.jackson.JacksonCodec;
import dev.terrace.cache.spi.Codec;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Until one value has come back, each is read again right after it was written: a class that Jackson can write but not read is found out
 * before a tier is full of what nobody can use.
 */
/** Values of a declared type in Jackson's Smile. Thread-safe. */
final class DeclaredValues implements Codec<Object> {

    private static final Logger LOG = LoggerFactory.getLogger(TerraceCacheManager.class);

    private final String cache;
    private final DeclaredType type;
    private final JacksonCodec<Object> jackson;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean proved;

    DeclaredValues(String cache, DeclaredType type) {
        this.cache = cache;
        this.type = type;
        jackson = JacksonCodec.of(type.toType());
    }

    @Override
    public int id() {
        return jackson.id();
    }

    @Override
    public byte[] encode(Object value) {
        try {
            type.check(value);
            byte[] bytes = jackson.encode(value);
            if (!proved) {
                type.check(jackson.decode(bytes));
                proved = true;
            }
            return bytes;
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                LOG.warn(
                        "A value of cache '{}' cannot be kept in far tiers and stays on the heap: {}. Let its methods return what Jackson reads as it "
                                + "has written it, or set terrace.cache.caches.{}.value-type, or terrace.cache.caches.{}.tiers=heap",
                        cache,
                        e instanceof IllegalArgumentException
                                ? e.getMessage()
                                : e.getClass().getName(),
                        cache,
                        cache);
            }
            throw e;
        }
    }

    @Override
    public Object decode(byte[] bytes) {
        return jackson.decode(bytes);
    }
}
