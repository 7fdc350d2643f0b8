package dev.terrace.gates.planted.cache.redis;

import dev.terrace.gates.planted.cache.Api;

public final class RedisThatKnowsTheApi {

    Api known() {
        return new Api();
    }
}
