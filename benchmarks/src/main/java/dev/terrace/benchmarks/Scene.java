package dev.terrace.benchmarks;

import java.io.IOException;
import java.util.List;

/** What forks find around them, such as a server; made when a run begins. */
@FunctionalInterface
interface Scene {

    /** Sets the scene; the caller strikes it. */
    Set set() throws IOException, InterruptedException;

    /** A scene that is set. */
    interface Set extends AutoCloseable {

        /** Nothing. */
        Set EMPTY = List::of;

        /** What each fork is told of it. */
        List<String> jvmArguments();

        /** Strikes it. */
        @Override
        default void close() {}
    }
}
