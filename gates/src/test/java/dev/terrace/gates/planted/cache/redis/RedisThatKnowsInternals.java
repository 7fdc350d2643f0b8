package dev.terrace.gates.planted.cache.redis;

import dev.terrace.gates.planted.cache.internal.Internal;

public final class RedisThatKnowsInternals {

    Internal known() {
        return new Internal();
    }
}
