package dev.terrace.cache;

import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Position;

/**
 * What a node knew of the invalidation log at a moment. Taken <em>before</em> a source is read, it lets {@link
 * Cache#put(Object, Object, Stamp)} store what was read only if nothing has invalidated it since.
 *
 * <p>Of use only to the {@link Terrace} that gave it, while that runs. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Stamp {

    private final View owner;
    private final long generation;
    private final Position position;

    Stamp(View owner, long generation, Position position) {
        this.owner = owner;
        this.generation = generation;
        this.position = position;
    }

    boolean isOf(View view) {
        return owner == view;
    }

    long generation() {
        return generation;
    }

    Position position() {
        return position;
    }

    @Override
    public String toString() {
        return "Stamp[" + position + "]";
    }
}
