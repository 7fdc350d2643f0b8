package dev.terrace.gates.planted.spring;

import dev.terrace.gates.planted.cache.internal.Internal;

public final class StarterThatKnowsInternals {

    Internal known() {
        return new Internal();
    }
}
