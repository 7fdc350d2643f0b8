package dev.terrace.gates.planted.cache.internal;

import dev.terrace.gates.planted.cache.Api;

public final class InternalThatKnowsTheApi {

    Api known() {
        return new Api();
    }
}
