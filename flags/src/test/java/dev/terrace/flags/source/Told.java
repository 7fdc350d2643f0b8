package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for events. */
final class Told implements SourceListener {

    private final BlockingQueue<SourceEvent> events = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(SourceEvent event) {
        events.add(event);
    }

    /** The next event of a type; others before it are passed over. */
    <T extends SourceEvent> T await(Class<T> type) throws InterruptedException {
        for (; ; ) {
            SourceEvent event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("an event of type " + type.getSimpleName()).isNotNull();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    /** The next event. */
    SourceEvent next() throws InterruptedException {
        return await(SourceEvent.class);
    }
}
