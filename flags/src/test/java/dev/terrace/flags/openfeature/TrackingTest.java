package dev.terrace.flags.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.MutableTrackingEventDetails;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TrackingTest {

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final List<TrackedEvent> received = new ArrayList<>();

    @Test
    void track_anEvent_isReceivedOnTheExecutor() {
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        api.setProviderAndWait(TerraceProvider.builder(Flags.of(Snapshot.empty()))
                .tracker(pool::add, received::add)
                .build());
        Client client = api.getClient();
        client.track(
                "bought",
                new MutableContext("u1").add("country", "DE"),
                new MutableTrackingEventDetails(9.99).add("item", 7));
        client.track("seen");
        assertThat(received).isEmpty();
        assertThat(pool).as("one run for both").hasSize(1);
        pool.remove().run();
        assertThat(received)
                .containsExactly(
                        new TrackedEvent("bought", "u1", 9.99, Map.of("country", "DE"), Map.of("item", 7)),
                        new TrackedEvent("seen", null, null, Map.of(), Map.of()));
        client.track("late");
        api.shutdown();
        assertThat(received).as("handed over at the end").hasSize(3);
    }

    @Test
    void add_moreThanThereIsRoomFor_isLostAndCounted() {
        Tracking tracking = new Tracking(pool::add, received::add);
        for (int i = 0; i < Tracking.ROOM + 5; i++) {
            tracking.add(event(i));
        }
        assertThat(tracking.lost()).isEqualTo(5);
        pool.remove().run();
        assertThat(received).hasSize(Tracking.ROOM);
        tracking.add(event(0));
        assertThat(pool).as("it goes on").hasSize(1);
    }

    @Test
    void add_whileTheReceiverThrows_isCountedAndTheNextIsReceived() {
        Tracking tracking = new Tracking(Runnable::run, event -> {
            if (event.name().equals("0")) {
                throw new IllegalStateException("not this one");
            }
            received.add(event);
        });
        tracking.add(event(0));
        tracking.add(event(1));
        assertThat(tracking.lost()).isEqualTo(1);
        assertThat(received).containsExactly(event(1));
    }

    @Test
    void add_whenTheExecutorRefuses_isKeptForTheNext() {
        List<Boolean> refuse = new ArrayList<>(List.of(true));
        Tracking tracking = new Tracking(
                run -> {
                    if (!refuse.isEmpty()) {
                        refuse.clear();
                        throw new RejectedExecutionException("busy");
                    }
                    run.run();
                },
                received::add);
        tracking.add(event(0));
        assertThat(received).isEmpty();
        tracking.add(event(1));
        assertThat(received).containsExactly(event(0), event(1));
    }

    @Test
    void add_fromWithinTheReceiver_isReceivedAfterIt() {
        List<Tracking> itself = new ArrayList<>();
        Tracking tracking = new Tracking(Runnable::run, event -> {
            received.add(event);
            if (event.name().equals("0")) {
                itself.get(0).add(event(1));
            }
        });
        itself.add(tracking);
        tracking.add(event(0));
        assertThat(received).containsExactly(event(0), event(1));
    }

    private static TrackedEvent event(int i) {
        return new TrackedEvent(Integer.toString(i), null, null, Map.of(), Map.of());
    }
}
