package dev.terrace.flags;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a definition tells people about a flag.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the key
 * @param type what its values are
 * @param variants the names of its variants, in the document's order
 * @param description what it is for, or null
 * @param owner who answers for it, or null
 * @param tags its tags
 * @param category such as critical or experimental, or null
 * @param expires the day from which it should be gone, or null; nothing happens then by itself
 * @param version its version, else that of the document, else 0
 * @param metadata what else the definition says to readers of evaluations: Strings, Booleans, Longs and Doubles
 *
 * @since 0.1.0
 */
public record FlagInfo(
        String key,
        FlagType type,
        List<String> variants,
        @Nullable String description,
        @Nullable String owner,
        List<String> tags,
        @Nullable String category,
        @Nullable LocalDate expires,
        long version,
        Map<String, Object> metadata) {

    /** Makes one; the lists and the map are copied. */
    public FlagInfo {
        variants = List.copyOf(variants);
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
    }
}
