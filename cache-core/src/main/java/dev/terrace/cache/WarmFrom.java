package dev.terrace.cache;

/**
 * Where warming takes values from.
 *
 * @since 0.1.0
 */
public enum WarmFrom {
    /** From the far tiers alone; the loader is not called, and what they do not have stays absent. */
    FAR_TIERS,
    /** From the far tiers, and what they do not have from the cache's own loader, which also fills them. */
    LOADER
}
