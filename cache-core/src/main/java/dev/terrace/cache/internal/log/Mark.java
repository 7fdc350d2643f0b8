package dev.terrace.cache.internal.log;

/**
 * The last invalidation of a name that is never forgotten: a whole cache, or the namespace. Written under the view's lock,
 * read without.
 */
public final class Mark {

    private volatile long generation;
    private volatile long sequence;

    Mark() {}

    long generation() {
        return generation;
    }

    long sequence() {
        return sequence;
    }

    void set(long newGeneration, long newSequence) {
        generation = newGeneration;
        sequence = newSequence;
    }

    void sequence(long newSequence) {
        sequence = newSequence;
    }
}
