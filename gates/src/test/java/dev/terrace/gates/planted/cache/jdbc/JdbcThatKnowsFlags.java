package dev.terrace.gates.planted.cache.jdbc;

import dev.terrace.gates.planted.flags.Flags;

public final class JdbcThatKnowsFlags {

    Flags known() {
        return new Flags();
    }
}
