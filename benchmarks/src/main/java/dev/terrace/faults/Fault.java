package dev.terrace.faults;

import java.util.function.Consumer;

/**
 * A way to break something, and to mend it. Immutable.
 *
 * @param lasts whether it stays broken until it is mended; else breaking it is all
 * @param breaks breaks it
 * @param mends mends it; does no harm where nothing is broken
 * @param <S> on which servers
 */
record Fault<S extends Site>(boolean lasts, Consumer<Stage<S>> breaks, Consumer<Stage<S>> mends) {

    static <S extends Site> Fault<S> lasting(Consumer<Stage<S>> breaks, Consumer<Stage<S>> mends) {
        return new Fault<>(true, breaks, mends);
    }

    static <S extends Site> Fault<S> sudden(Consumer<Stage<S>> breaks, Consumer<Stage<S>> mends) {
        return new Fault<>(false, breaks, mends);
    }
}
