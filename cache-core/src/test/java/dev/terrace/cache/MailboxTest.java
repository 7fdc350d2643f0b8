package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheEvent.Invalidated;
import dev.terrace.cache.fake.Ear;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private static final Invalidated EVENT = new Invalidated("c", "key", false);

    private final Ear ear = new Ear();
    private final Mailbox box = new Mailbox("c", ear, new ListenerSettings().maximumWaiting(2));

    @Test
    void add_beforeItIsOpen_drops() {
        box.add(EVENT);
        assertThat(box.stats().dropped()).isEqualTo(1);
        assertThat(box.stats().waiting()).isZero();
    }

    @Test
    void add_whileNoThreadIsFree_waitsForTheNextEvent() {
        AtomicInteger calls = new AtomicInteger();
        box.open(new Mailbox.Threads(Runnable::run, task -> {
            if (calls.incrementAndGet() == 1) {
                throw new RejectedExecutionException("planted");
            }
            task.run();
        }));
        box.add(EVENT);
        assertThat(ear.heard()).isEmpty();
        box.add(EVENT);
        assertThat(ear.heard()).containsExactly(EVENT, EVENT);
    }

    @Test
    void add_whileTheWakerRefuses_waitsForTheNextEvent() {
        AtomicInteger calls = new AtomicInteger();
        box.open(new Mailbox.Threads(
                task -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new RejectedExecutionException("planted");
                    }
                    task.run();
                },
                Runnable::run));
        box.add(EVENT);
        box.add(EVENT);
        assertThat(ear.heard()).containsExactly(EVENT, EVENT);
    }

    @Test
    void add_whileSomeoneIsOnTheWay_wakesNobodyElse() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        box.open(new Mailbox.Threads(tasks::add, Runnable::run));
        box.add(EVENT);
        box.add(EVENT);
        box.add(EVENT);
        assertThat(tasks).hasSize(1);
        assertThat(box.close()).isNotDone();
        tasks.remove().run();
        assertThat(ear.heard()).hasSize(2);
        assertThat(box.close()).isDone();
        box.add(EVENT);
        assertThat(tasks).as("closed").isEmpty();
        assertThat(box.stats().dropped()).isEqualTo(2);
    }
}
