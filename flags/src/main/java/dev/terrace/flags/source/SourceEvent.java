package dev.terrace.flags.source;

import dev.terrace.flags.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened to a source, or to a document that it gave.
 *
 * <p>Further events may come with later versions; code that decides by their type needs a default.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public sealed interface SourceEvent {

    /**
     * Whose event it is.
     *
     * @return the source's description
     */
    String source();

    /**
     * A document is in force: a new one, or the same after the source was away or had a wrong one.
     *
     * @param source the source's description
     * @param digest SHA-256 of the document
     * @param version the document's version, 0 where it has none
     * @param warnings what is odd and does no harm
     */
    record Loaded(String source, String digest, long version, List<String> warnings) implements SourceEvent {
        /** Copies the warnings. */
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A document cannot be used. What was in force stays so.
     *
     * @param source the source's description
     * @param digest SHA-256 of the document; empty if it was not read
     * @param problems all that is wrong with it
     */
    record Refused(String source, String digest, List<Problem> problems) implements SourceEvent {
        /** Copies the problems. */
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A document is right, and is not put in force, since a source of a higher rank has given one.
     *
     * @param source the source's description
     * @param digest SHA-256 of the document
     * @param inForce the description of the source whose document is in force
     */
    record Standby(String source, String digest, String inForce) implements SourceEvent {}

    /**
     * A document was not looked at: newer ones of its source were waiting already, or the feed has ended.
     *
     * @param source the source's description
     * @param digest SHA-256 of the document; empty if the source said something else
     */
    record Skipped(String source, String digest) implements SourceEvent {}

    /**
     * A source cannot be read. What was in force stays so.
     *
     * @param source the source's description
     * @param reason why
     */
    record Unavailable(String source, String reason) implements SourceEvent {}

    /**
     * A source could not look as often as it promises. A content may have come and gone unseen. Of a watched file it is told when
     * such a time begins, and when it has ended and was longer than told at first.
     *
     * @param source the source's description
     * @param gap for how long by now
     */
    record Late(String source, Duration gap) implements SourceEvent {}

    /**
     * The last known good is in force, since its source could not be read or has nothing that is right.
     *
     * @param source the description of the source that had given it
     * @param digest SHA-256 of the document
     * @param version the document's version, 0 where it has none
     * @param kept when it was put in force last, by the clock of the node that kept it
     */
    record Recovered(String source, String digest, long version, Instant kept) implements SourceEvent {}

    /**
     * The last known good was wanted and cannot be used: damaged, of a newer version, of another source, or wrong here.
     *
     * @param source the description of the source whose last known good was wanted
     * @param problems why
     */
    record NotRecovered(String source, List<Problem> problems) implements SourceEvent {
        /** Copies the problems. */
        public NotRecovered {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A document is in force and could not be kept as the last known good. The next one that comes into force will be tried
     * again.
     *
     * @param source the source's description
     * @param digest SHA-256 of the document
     * @param reason why
     */
    record NotKept(String source, String digest, String reason) implements SourceEvent {}

    /**
     * Something is in force that came from outside of any audited door, and is to be recorded: a document of a source that is
     * not {@link Source#isAudited() audited}, a last known good, or the environment variables of this node. It is told once for
     * each digest while a feed lives; whoever records it does so once per node and digest.
     *
     * @param source the source's description; {@code environment variables} for these
     * @param digest SHA-256 of the document; of variables that of their sorted names and values
     * @param environment for which the document was compiled, null if for none
     * @param variables the names of the node's environment variables that set flags
     */
    record Arrived(String source, String digest, @Nullable String environment, Set<String> variables)
            implements SourceEvent {
        /** Copies the names. */
        public Arrived {
            variables = Set.copyOf(variables);
        }
    }
}
