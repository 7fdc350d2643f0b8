package dev.terrace.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The application cannot start as it is configured. What Boot prints of it is {@link #getMessage()} and {@link #cure()}.
 *
 * @since 0.1.0
 */
public final class TerraceConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What to do. */
    private final String cure;

    /**
     * What is wrong.
     *
     * @param description the fault, with the property or bean that it is about
     * @param cure what to do
     * @param cause what has told of it, if anything
     */
    public TerraceConfigurationException(String description, String cure, @Nullable Throwable cause) {
        super(description, cause);
        this.cure = cure;
    }

    /**
     * What to do.
     *
     * @return sentences for whoever configures the application
     */
    public String cure() {
        return cure;
    }
}
