package dev.terrace.spring.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import dev.terrace.flags.telemetry.EvaluationEvent;
import dev.terrace.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class ExposureRecorderTest {

    private final VirtualTime time = new VirtualTime();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<FlagExposure> told = new ArrayList<>();
    private boolean busy;

    private final Host host = new Host() {
        @Override
        public String namespace() {
            return "test";
        }

        @Override
        public Time time() {
            return time;
        }

        @Override
        public Executor executor() {
            return task -> {
                if (busy) {
                    throw new RejectedExecutionException();
                }
                tasks.add(task);
            };
        }
    };

    @AfterEach
    void leave() {
        RequestContextHolder.resetRequestAttributes();
    }

    private ExposureRecorder recorder(int capacity) {
        return new ExposureRecorder(host, List.of(told::addAll), capacity);
    }

    private static ServletRequestAttributes request() {
        ServletRequestAttributes request = new ServletRequestAttributes(new MockHttpServletRequest());
        RequestContextHolder.setRequestAttributes(request);
        return request;
    }

    private static EvaluationEvent event(String flag, @Nullable String variant) {
        return new EvaluationEvent(flag, variant, "x", "split", null, null, "terrace", "7", null, "ada");
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void evaluation_isRecordedOnceForEachRequestAndFlag_onAnotherThread() {
        ExposureRecorder recorder = recorder(10);
        request();
        recorder.evaluated(event("a", "on"));
        recorder.evaluated(event("a", "on"));
        recorder.evaluated(event("b", "on"));
        assertThat(told).as("the request does not wait").isEmpty();
        runTasks();
        request();
        recorder.evaluated(event("a", "off"));
        runTasks();

        assertThat(told).extracting(FlagExposure::flag).containsExactly("a", "b", "a");
        assertThat(told.get(0)).isEqualTo(new FlagExposure("a", "on", "split", "7", "ada", VirtualTime.START));
        assertThat(recorder.recorded()).isEqualTo(3);
        assertThat(recorder.dropped()).isZero();
    }

    @Test
    void evaluation_outsideOfARequest_orWithoutAVariant_orAfterItsEnd_isNotRecorded() {
        ExposureRecorder recorder = recorder(10);
        recorder.evaluated(event("a", "on"));
        ServletRequestAttributes request = request();
        recorder.evaluated(event("a", null));
        request.requestCompleted();
        recorder.evaluated(event("a", "on"));
        runTasks();

        assertThat(told).isEmpty();
    }

    @Test
    void exposures_thatFindNoRoom_areDroppedAndCounted() {
        ExposureRecorder recorder = recorder(2);
        request();
        for (int i = 0; i < 5; i++) {
            recorder.evaluated(event("flag" + i, "on"));
        }
        runTasks();

        assertThat(told).extracting(FlagExposure::flag).containsExactly("flag0", "flag1");
        assertThat(recorder.dropped()).isEqualTo(3);
    }

    @Test
    void exposures_areToldInBoundedBatches() {
        List<Integer> sizes = new ArrayList<>();
        ExposureRecorder recorder =
                new ExposureRecorder(host, List.of(exposures -> sizes.add(exposures.size())), 10_000);
        request();
        for (int i = 0; i < ExposureRecorder.BATCH + 1; i++) {
            recorder.evaluated(event("flag" + i, "on"));
        }
        runTasks();

        assertThat(sizes).containsExactly(ExposureRecorder.BATCH, 1);
    }

    @Test
    void request_thatAsksForFlagsWithoutEnd_isRecordedUpToABound() {
        ExposureRecorder recorder = recorder(10_000);
        request();
        for (int i = 0; i < 2_000; i++) {
            recorder.evaluated(event("flag" + i, "on"));
        }
        runTasks();

        assertThat(told).hasSize(1_000);
    }

    @Test
    void listener_thatThrows_isCounted_andTheOthersAreTold() {
        ExposureRecorder recorder = new ExposureRecorder(
                host,
                List.of(
                        exposures -> {
                            throw new IllegalStateException("planted");
                        },
                        told::addAll),
                10);
        request();
        recorder.evaluated(event("a", "on"));
        runTasks();

        assertThat(told).hasSize(1);
        assertThat(recorder.failed()).isEqualTo(1);
    }

    @Test
    void threads_thatAreAllBusy_areAskedAgain() {
        ExposureRecorder recorder = recorder(10);
        request();
        busy = true;
        recorder.evaluated(event("a", "on"));
        assertThat(tasks).isEmpty();
        busy = false;
        time.advance(Duration.ofSeconds(1));
        runTasks();

        assertThat(told).hasSize(1);
    }

    @Test
    void close_handsOverWhatWaits_andEndsTheTimer() {
        ExposureRecorder recorder = recorder(10);
        request();
        busy = true;
        recorder.evaluated(event("a", "on"));
        recorder.close();
        assertThat(told).hasSize(1);
        busy = false;
        request();
        recorder.close();
        time.advance(Duration.ofSeconds(5));
        assertThat(tasks).isEmpty();
    }
}
