package dev.terrace.cache;

import dev.terrace.cache.spi.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a key is, and what that is worth, as one node saw it at one moment. {@link #text()} is for people; it quotes the key and names of
 * dependencies, never the value. {@link #toString()} quotes neither.
 *
 * <p>Immutable and thread-safe, as far as the key is.
 *
 * @param cache the cache's name
 * @param key the key that was asked for
 * @param digest what far tiers and the log know the key by, as text
 * @param answeredBy who would answer {@link Cache#get(Object)}: {@code heap}, the name of a far tier, {@code loader}, or {@code nobody}
 * @param because why it is that one, in a sentence
 * @param places what each tier has, nearest first
 * @param load what is under way for the key
 * @param failure what the loader last failed with, if it is not asked again yet; else null
 * @param pause for how long it is not asked again; zero if it may be
 * @param log what this node knows of the log; null where there is none
 * @since 0.1.0
 */
public record Explanation(
        String cache,
        Object key,
        String digest,
        String answeredBy,
        String because,
        List<Place> places,
        Loading load,
        @Nullable Throwable failure,
        Duration pause,
        @Nullable Log log) {

    /** Copies the places. */
    public Explanation {
        places = List.copyOf(places);
    }

    /** What an entry is worth. */
    public enum Verdict {

        /** It is fresh, and nothing is known against it. */
        BELIEVED,

        /** Nothing is known against it, but its freshness is over; {@link Freshness} may allow it yet. */
        STALE,

        /** Nothing is known against it, but it is too old for any read. */
        EXPIRED,

        /** Something that it rests on was invalidated after it was stamped. */
        INVALIDATED,

        /** This node cannot know whether it was invalidated. */
        DOUBTED,

        /** The tier keeps the mark of a removal. */
        REMOVED,

        /** The tier has nothing. */
        ABSENT,

        /** There is something that this cache cannot use. */
        DAMAGED,

        /** The tier did not answer. */
        UNKNOWN
    }

    /** What is under way for a key. */
    public enum Loading {

        /** Nothing. */
        NONE,

        /** Far tiers are asked, and the loader if none has it. */
        BEGUN,

        /** The loader runs. */
        RUNNING
    }

    /**
     * What one tier has of the key.
     *
     * @param tier {@code heap}, or the far tier's name
     * @param verdict what it is worth now
     * @param because why, in a sentence; it may name a dependency
     * @param age how long ago it was loaded or put, as in {@link Answer#age()}; null if unknown
     * @param fresh how long it is fresh yet; negative if that is over, null if unknown
     * @param placed its position among the writes of its key; null on the heap, which keeps none
     * @param stamped what was known of the log before its value was read; null on the heap
     * @param dependencies what it rests on; on the heap, which knows digests alone, those that nothing else here names begin with {@code #}
     * @param bytes the size of what the tier stores; null if unknown
     * @param breaker whether the cache calls the tier; closed for the heap
     */
    public record Place(
            String tier,
            Verdict verdict,
            String because,
            @Nullable Duration age,
            @Nullable Duration fresh,
            @Nullable Position placed,
            @Nullable Position stamped,
            List<String> dependencies,
            @Nullable Integer bytes,
            BreakerState breaker) {

        /** Copies the dependencies. */
        public Place {
            dependencies = List.copyOf(dependencies);
        }

        /** The same without the names. */
        @Override
        public String toString() {
            return tier + " " + verdict;
        }
    }

    /**
     * What this node knows of its log.
     *
     * @param position up to where it has read everything; perhaps {@link Position#NONE}
     * @param isRead whether it has read the log to its end since that was last found, lost or connected to; else no far tier is believed
     * @param written how long ago the last write was sent that the log has taken
     * @param isSilent whether that is so long ago that {@link Terrace.Builder#whenDisconnected} applies
     */
    public record Log(Position position, boolean isRead, Duration written, boolean isSilent) {}

    /**
     * All of it, for people: some lines that end with a line feed each.
     *
     * @return the text; its form may change from version to version
     */
    public String text() {
        return ExplanationText.of(this);
    }

    /** The outcome in one line, without the key. */
    @Override
    public String toString() {
        return "Explanation[cache=" + cache + ", answeredBy=" + answeredBy + ", places=" + places + "]";
    }
}
