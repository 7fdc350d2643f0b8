package dev.terrace.gates.planted.cache.spi;

import dev.terrace.gates.planted.cache.internal.Internal;

public final class SpiThatKnows {

    Internal known() {
        return new Internal();
    }
}
