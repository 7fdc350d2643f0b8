package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The thread is the test's own: a task is done when the test does it. */
class InboxTest implements Inbox.Reader {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> read = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final Inbox inbox = new Inbox(this, tasks::add, letter -> skipped.add(text(letter)));

    @Override
    public void read(Letter letter) {
        read.add(text(letter));
    }

    @Override
    public void rest() {
        read.add("rest");
    }

    private static String text(Letter letter) {
        return letter instanceof Letter.Silence silence ? silence.reason() : letter.weight() + " bytes";
    }

    private static Letter silence(int rank, int number) {
        return new Letter.Silence(rank, rank + ":" + number);
    }

    private static Letter heavy() {
        return new Letter.Offer(0, Texts.document("x".repeat(8 << 20)), new CompletableFuture<>());
    }

    private void work() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    @Test
    void letters_areReadInOrder_andRestComesWhenNothingWaits() {
        inbox.post(silence(0, 1));
        inbox.post(silence(1, 1));
        inbox.post(silence(0, 2));
        work();
        assertThat(read).containsExactly("0:1", "1:1", "0:2", "rest");
        assertThat(skipped).isEmpty();
    }

    @Test
    void ofTooMany_theOldestOfTheSameSourceAreSkipped() {
        inbox.post(silence(1, 0));
        for (int i = 0; i < Inbox.MOST + 3; i++) {
            inbox.post(silence(0, i));
        }
        assertThat(skipped).containsExactly("0:0", "0:1", "0:2");
        assertThat(tasks).hasSize(Inbox.MOST + 1);
        work();
        assertThat(read).hasSize(Inbox.MOST + 2).startsWith("1:0", "0:3").endsWith("0:" + (Inbox.MOST + 2), "rest");
    }

    @Test
    void ofTooHeavyOnes_theOldestAreSkipped_andTheNewestNever() {
        for (int i = 0; i < 4; i++) {
            inbox.post(heavy());
        }
        assertThat(skipped).isEmpty();
        inbox.post(heavy());
        assertThat(skipped).hasSize(1);
        inbox.post(silence(0, 9));
        assertThat(skipped).hasSize(1);
        work();
        assertThat(read).hasSize(6).contains("0:9");
    }

    @Test
    void closed_skipsWhatWaitsAndWhatComes() {
        inbox.post(silence(0, 1));
        inbox.close();
        inbox.post(silence(0, 2));
        work();
        assertThat(skipped).containsExactly("0:1", "0:2");
        assertThat(read).containsOnly("rest");
    }

    @Test
    void aTaskThatDies_takesItsLetterAlone() {
        Inbox deadly = new Inbox(
                new Inbox.Reader() {
                    @Override
                    public void read(Letter letter) {
                        if (letter.rank() == 0) {
                            throw new IllegalStateException("dead");
                        }
                        InboxTest.this.read(letter);
                    }

                    @Override
                    public void rest() {
                        InboxTest.this.rest();
                    }
                },
                tasks::add,
                letter -> {});
        deadly.post(silence(0, 1));
        deadly.post(silence(1, 2));
        assertThatThrownBy(() -> tasks.remove().run()).hasMessage("dead");
        work();
        assertThat(read).containsExactly("1:2", "rest");
    }
}
