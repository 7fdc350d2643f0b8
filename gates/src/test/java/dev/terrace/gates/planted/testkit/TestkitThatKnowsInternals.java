package dev.terrace.gates.planted.testkit;

import dev.terrace.gates.planted.cache.internal.Internal;

public final class TestkitThatKnowsInternals {

    Internal known() {
        return new Internal();
    }
}
