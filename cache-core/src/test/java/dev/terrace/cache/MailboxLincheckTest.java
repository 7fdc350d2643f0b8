package dev.terrace.cache;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Interleavings of two threads that tell, of whom one at a time reads as well. */
class MailboxLincheckTest {

    /** A mailbox that is emptied by whoever finds nobody at it. */
    public static class Emptied {
        private final AtomicInteger added = new AtomicInteger();
        private final AtomicInteger told = new AtomicInteger();
        private final Mailbox box = new Mailbox("c", event -> told.incrementAndGet(), new ListenerSettings());

        public Emptied() {
            box.open(new Mailbox.Threads(Runnable::run, Runnable::run));
        }

        @Operation
        public void add() {
            added.incrementAndGet();
            box.add(new CacheEvent.LogReach(true));
        }

        /** Nothing is left when all have returned. */
        @Validate
        public void nothingIsForgotten() {
            if (told.get() != added.get()) {
                throw new IllegalStateException(told.get() + " told of " + added.get());
            }
        }
    }

    @Test
    void mailbox_inManyInterleavings_forgetsNothing() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(1)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(1)
                .invocationsPerIteration(300)
                .check(Emptied.class);
    }
}
