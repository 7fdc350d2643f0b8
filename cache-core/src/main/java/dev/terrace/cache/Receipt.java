package dev.terrace.cache;

/**
 * What has become of an invalidation when the call that made it returns. Either way it has taken effect on this node.
 *
 * @since 0.1.0
 */
public enum Receipt {
    /** The invalidation log has acknowledged it, or there is no log because nothing is shared. */
    LOGGED,
    /** The log could not be reached in time; it will be sent, in order, when it can be. */
    QUEUED
}
