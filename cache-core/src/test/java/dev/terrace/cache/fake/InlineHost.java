package dev.terrace.cache.fake;

import dev.terrace.cache.spi.Host;
import java.util.concurrent.Executor;

/** A namespace whose work is done by whoever asks for it. */
public record InlineHost(String namespace, FakeTime time, Executor executor) implements Host {

    public InlineHost(FakeTime time) {
        this("inline", time, Runnable::run);
    }
}
