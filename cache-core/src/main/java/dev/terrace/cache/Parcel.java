package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoded value on its way into far tiers.
 *
 * @param stamped what this node knew of the log before the value was read or computed; dependencies are judged by it
 * @param validator what its source calls this state of it, null if it has said nothing
 */
record Parcel(
        Digest key,
        Payload payload,
        Position stamped,
        @Nullable String validator,
        List<String> dependencies,
        Lifetime lifetime) {

    Parcel(Digest key, Payload payload, Position stamped, Content<?> content) {
        this(key, payload, stamped, content.validator(), content.dependencies(), content.lifetime());
    }
}
