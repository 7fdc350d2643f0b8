package dev.terrace.cache;

/**
 * Says of which hits on the heap a {@link ReadObserver} hears. While no observer of a cache wants any, a hit costs the read of one field more;
 * while some are drawn, a number that is counted down.
 *
 * <p>Thread-safe. What was wanted before may be told for a moment more.
 *
 * @since 0.1.0
 */
public interface ObservedHits {

    /** The longest interval between hits that are drawn. */
    int LONGEST = 1 << 24;

    /**
     * Says whether the observer is asked of each hit if it {@linkplain ReadObserver#samples belongs} to its sample.
     *
     * @param each at first true
     */
    void ask(boolean each);

    /**
     * Says that one in so many hits is drawn by chance. Each hit is drawn with the same probability, whatever its key; of those of one thread
     * the distance between two is 1 to twice the interval, so they are not independent of each other.
     *
     * @param interval 1 for all, {@value #LONGEST} at most; 0, as at first, for none
     * @throws IllegalArgumentException if it is out of these bounds
     */
    void draw(int interval);
}
