package dev.terrace.flags.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records of the trail are wanted.
 *
 * <p>Immutable and thread-safe; each method answers another one that asks for one thing more.
 *
 * @since 0.1.0
 */
public final class AuditQuery {

    private static final AuditQuery ALL = new AuditQuery(null, null, Instant.MIN, Instant.MAX);

    private final @Nullable String flag;
    private final @Nullable String actor;
    private final Instant from;
    private final Instant until;

    private AuditQuery(@Nullable String flag, @Nullable String actor, Instant from, Instant until) {
        this.flag = flag;
        this.actor = actor;
        this.from = from;
        this.until = until;
    }

    /**
     * All records.
     *
     * @return always the same
     */
    public static AuditQuery all() {
        return ALL;
    }

    /**
     * Only what has changed a flag, or an override of it.
     *
     * @param key the flag's key
     * @return another query
     */
    public AuditQuery flag(String key) {
        return new AuditQuery(key, actor, from, until);
    }

    /**
     * Only what somebody has done.
     *
     * @param name the actor, exactly
     * @return another query
     */
    public AuditQuery actor(String name) {
        return new AuditQuery(flag, name, from, until);
    }

    /**
     * Only what was done at a moment or later.
     *
     * @param moment the first moment
     * @return another query
     */
    public AuditQuery from(Instant moment) {
        return new AuditQuery(flag, actor, moment, until);
    }

    /**
     * Only what was done before a moment.
     *
     * @param moment the first moment that is too late
     * @return another query
     */
    public AuditQuery until(Instant moment) {
        return new AuditQuery(flag, actor, from, moment);
    }

    boolean asksFor(AuditRecord record) {
        return (actor == null || actor.equals(record.actor()))
                && !record.time().isBefore(from)
                && record.time().isBefore(until)
                && (flag == null || record.edits().stream().anyMatch(edit -> isOf(flag, edit.key())));
    }

    /** The trail's times never fall, so nothing comes after the end that is asked for. */
    boolean isPast(AuditRecord record) {
        return !record.time().isBefore(until);
    }

    private static boolean isOf(String flag, String key) {
        return key.equals("flag/" + flag) || (key.startsWith("override/") && key.endsWith("/" + flag));
    }
}
