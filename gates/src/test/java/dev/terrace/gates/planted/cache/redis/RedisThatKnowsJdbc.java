package dev.terrace.gates.planted.cache.redis;

import dev.terrace.gates.planted.cache.jdbc.Jdbc;

public final class RedisThatKnowsJdbc {

    Jdbc known() {
        return new Jdbc();
    }
}
