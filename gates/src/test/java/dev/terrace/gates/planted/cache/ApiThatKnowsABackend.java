package dev.terrace.gates.planted.cache;

import dev.terrace.gates.planted.cache.redis.Redis;

public final class ApiThatKnowsABackend {

    Redis known() {
        return new Redis();
    }
}
