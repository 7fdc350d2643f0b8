package dev.terrace.gates.planted.cache.jdbc;

import dev.terrace.gates.planted.cache.internal.Internal;

public final class JdbcThatKnowsInternals {

    Internal known() {
        return new Internal();
    }
}
