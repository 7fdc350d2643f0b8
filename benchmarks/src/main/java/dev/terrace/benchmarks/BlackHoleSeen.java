package dev.terrace.benchmarks;

/**
 * What one round of {@link BlackHole} has found.
 *
 * @param hits what was read from the heap, to what was read before
 * @param misses how many keys were asked for that nobody had
 * @param late those that ended more than 5 ms after their deadline
 * @param slowest milliseconds over the deadline, of the slowest
 * @param bareLate waits for the same time, without a cache, that ended more than 5 ms late
 * @param bareSlowest milliseconds over the time, of the slowest of them
 * @param median milliseconds of those whose loader was quick
 * @param errors failures of those
 * @param staleErrors failures of reads that may be stale
 * @param stale answers of those that were
 * @param loads the most loads of one key
 * @param healed milliseconds until all was well
 */
record BlackHoleSeen(
        double hits,
        long misses,
        long late,
        double slowest,
        long bareLate,
        double bareSlowest,
        double median,
        long errors,
        long staleErrors,
        long stale,
        int loads,
        double healed) {}
