package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * Is told of calls that leave the heap, around them: reads and writes of far tiers, and loaders. For traces and timings; what a heap hit
 * does is never told.
 *
 * <p><b>Threads.</b> {@link #begins} is called on the thread that makes the call, before it. Reads that go to a tier together are one call of
 * whoever sends it.
 *
 * <p><b>Failure.</b> What a method throws is logged once and goes no further; the call is made all the same.
 *
 * <p>Implementations are thread-safe, and must not block.
 *
 * @see Terrace.Builder#calls(CallObserver)
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallObserver {

    /** What {@link Call#tier()} is of a load. */
    String LOADER = "loader";

    /** What is called for. */
    enum Operation {
        /** A far tier is read. */
        GET,
        /** A far tier is written. */
        PUT,
        /** A loader is called. */
        LOAD
    }

    /**
     * A call.
     *
     * @param operation what for
     * @param cache the cache's name
     * @param tier the far tier's name; {@link #LOADER} for a load
     * @param keys how many keys it is for, positive
     */
    record Call(Operation operation, String cache, String tier, int keys) {}

    /** One call that is observed. */
    interface Watch {

        /**
         * The thread that has begun the call goes on to other things. Called once, on that thread, before or after {@link #ended}: by then a
         * loader has returned, whereas a far tier may still have to answer.
         */
        void left();

        /**
         * The call is over. Called once, on any thread.
         *
         * @param failure what it has failed with; null if it has not
         */
        void ended(@Nullable Throwable failure);

        /**
         * Instead of {@link #ended}: the tier would not make the call on this thread, so it is made in the ordinary way, and told again. Called
         * before {@link #left}.
         */
        void passedOn();
    }

    /**
     * A call begins.
     *
     * @param call which
     * @return is told of its end; null if nobody wants to know
     */
    @Nullable
    Watch begins(Call call);
}
