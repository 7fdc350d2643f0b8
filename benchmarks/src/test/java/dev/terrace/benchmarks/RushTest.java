package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RushTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void of_answersOfProcesses_isFromTheFirstQuestionToTheLastAnswer() {
        Rush rush = Rush.of(List.of("100 180 1 a-1", "90 150 0 a-1", "120 300 2 a-1 b-1"));

        assertThat(rush).isEqualTo(new Rush(3, 210, Set.of("a-1", "b-1")));
    }

    @Test
    void of_negativeMoments_isTheirDifference() {
        assertThat(Rush.of(List.of("-500 -200 1 a", "-400 -100 0 a"))).isEqualTo(new Rush(1, 400, Set.of("a")));
    }

    @Test
    void ask_loadsBefore_countsThoseOfItsOwnAndEveryThread() throws Exception {
        AtomicInteger loads = new AtomicInteger(7);
        CyclicBarrier together = new CyclicBarrier(3);
        long at = System.nanoTime();

        String answer = Rush.ask(executor, at, 3, loads, () -> {
            try {
                together.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return "v" + loads.incrementAndGet() % 2;
        });

        Rush rush = Rush.of(List.of(answer));
        assertThat(rush.loads()).isEqualTo(3);
        assertThat(rush.values()).containsExactly("v0", "v1");
        assertThat(rush.nanos()).isPositive();
        assertThat(Long.parseLong(answer.split(" ", -1)[0])).isGreaterThanOrEqualTo(at);
    }
}
