package dev.terrace.gates.planted.flags;

import dev.terrace.gates.planted.cache.redis.Redis;

public final class FlagsThatKnowRedis {

    Redis known() {
        return new Redis();
    }
}
