package dev.terrace.flags.source;

import dev.terrace.flags.Format;
import dev.terrace.flags.internal.document.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document on the class path. It is read once, at start.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class ClassPathSource implements Source {

    private final String name;
    private final Format format;
    private final @Nullable ClassLoader loader;

    private ClassPathSource(String name, Format format, @Nullable ClassLoader loader) {
        this.name = name.startsWith("/") ? name.substring(1) : name;
        this.format = format;
        this.loader = loader;
    }

    /**
     * A resource that the context class loader of the starting thread finds, or else that of this class.
     *
     * @param name such as {@code flags/shop.yaml}; its ending says the format
     * @return a new source
     * @throws IllegalArgumentException if it ends neither in {@code .json} nor in {@code .yaml} or {@code .yml}
     */
    public static ClassPathSource of(String name) {
        return new ClassPathSource(name, Format.of(name), null);
    }

    /**
     * A resource that a class loader finds.
     *
     * @param name such as {@code flags/shop.yaml}
     * @param format its syntax
     * @param loader the class loader
     * @return a new source
     */
    public static ClassPathSource of(String name, Format format, ClassLoader loader) {
        return new ClassPathSource(name, format, Objects.requireNonNull(loader, "a class loader must not be null"));
    }

    @Override
    public String description() {
        return "class path " + name;
    }

    @Override
    public void open(Intake intake) {
        try (InputStream stream = stream()) {
            if (stream == null) {
                intake.unavailable("there is no " + name + " on the class path; put it there, or correct the name");
            } else {
                // One byte more than a document may have, by which the parser knows that it is too long.
                intake.offer(Document.of(stream.readNBytes(Limits.LENGTH + 1), format));
            }
        } catch (IOException e) {
            intake.unavailable("it cannot be read: " + e);
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private @Nullable InputStream stream() {
        if (loader != null) {
            return loader.getResourceAsStream(name);
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        InputStream stream = context == null ? null : context.getResourceAsStream(name);
        return stream != null ? stream : ClassPathSource.class.getResourceAsStream("/" + name);
    }
}
