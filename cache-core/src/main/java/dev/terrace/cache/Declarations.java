package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.spi.Name;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what one value rests on. Not thread-safe. */
final class Declarations implements Load {

    private final String cache;
    private final Set<String> names;

    Declarations(String cache, List<String> fixed) {
        this.cache = cache;
        names = new LinkedHashSet<>(fixed);
    }

    @Override
    public void dependsOn(String dependency) {
        Name.dependency(dependency); // checks the text
        if (names.add(dependency) && names.size() > Envelope.MAXIMUM_DEPENDENCIES) {
            throw new IllegalArgumentException("a value of cache '" + cache + "' rests on more than "
                    + Envelope.MAXIMUM_DEPENDENCIES + " names: declare a coarser one that covers several of them");
        }
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
