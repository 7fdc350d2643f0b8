package dev.terrace.cache.analytics;

/**
 * A name on which much that is read rests. Immutable and thread-safe.
 *
 * @param name the name; {@code toString()} does not quote it. Where no tier knows its text, {@code #} and a digest of it, as in
 *     {@link dev.terrace.cache.Explanation.Place#dependencies()}
 * @param reads an estimate of the reads of those among the hottest keys that rest on it
 * @param keys how many these are
 * @since 0.1.0
 */
public record HotDependency(String name, long reads, int keys) {

    @Override
    public String toString() {
        return "HotDependency[reads=" + reads + ", keys=" + keys + "]";
    }
}
