package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.spi.Name;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what one value rests on. Not thread-safe. */
final class Declarations implements Load {

    private final String cache;
    private final List<String> fixed;
    /** Null while there are the fixed ones alone. */
    private @Nullable Set<String> all;

    Declarations(String cache, List<String> fixed) {
        this.cache = cache;
        this.fixed = fixed;
    }

    @Override
    public void dependsOn(String dependency) {
        Name.dependency(dependency); // checks the text
        Set<String> names = all == null ? new LinkedHashSet<>(fixed) : all;
        all = names;
        if (names.add(dependency) && names.size() > Envelope.MAXIMUM_DEPENDENCIES) {
            throw new IllegalArgumentException("a value of cache '" + cache + "' rests on more than "
                    + Envelope.MAXIMUM_DEPENDENCIES + " names: declare a coarser one that covers several of them");
        }
    }

    List<String> names() {
        return List.copyOf(all == null ? fixed : all);
    }
}
