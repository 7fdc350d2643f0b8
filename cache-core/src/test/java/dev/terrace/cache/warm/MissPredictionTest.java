package dev.terrace.cache.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.profile.ProfileRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MissPredictionTest {

    private final World world = new World();
    private final List<ProfileRecorder<String>> recorders = new ArrayList<>();

    @AfterEach
    void close() {
        recorders.forEach(ProfileRecorder::close);
        world.close();
    }

    private ProfileRecorder<String> recorder(Node node) {
        ProfileRecorder<String> recorder = ProfileRecorder.builder(
                        World.CACHE, String.class, node.terrace().host())
                .build();
        recorders.add(recorder);
        return recorder;
    }

    private Node node() {
        return world.node(cache -> cache.loader((key, load) -> key));
    }

    private static void learns(ProfileRecorder<String> recorder, String key, String next) {
        for (int i = 0; i < 10; i++) {
            recorder.missed(key);
            recorder.missed(next);
        }
        recorder.profile();
    }

    private static long heap(Node node) {
        return Objects.requireNonNull(node.cache().heap()).weight();
    }

    @Test
    void whatUsuallyFollows_isWarm_beforeItIsAskedFor() {
        Node node = node();
        ProfileRecorder<String> recorder = recorder(node);
        learns(recorder, "page", "picture");
        Warming<String> warming =
                Warming.of(node.cache(), node.terrace().host()).build();
        try (MissPrediction<String> prediction = warming.afterMisses(recorder, 0.8)) {
            recorder.missed("other");
            recorder.missed("page");
            World.until(() -> prediction.brought() == 1);
            assertThat(prediction.predicted()).isOne();
            assertThat(node.cache().getIfPresent("picture").isFound()).isTrue();
            assertThat(heap(node)).isOne();
        }
    }

    @Test
    void whatFollowsTooSeldom_isNot() {
        Node node = node();
        ProfileRecorder<String> recorder = recorder(node);
        learns(recorder, "page", "picture");
        learns(recorder, "page", "text");
        try (MissPrediction<String> prediction =
                Warming.of(node.cache(), node.terrace().host()).build().afterMisses(recorder, 0.8)) {
            recorder.missed("page");
            world.time.advance(Duration.ofSeconds(5));
            assertThat(prediction.predicted()).isZero();
        }
    }

    @Test
    void predictions_keepTheRate() {
        Node node = node();
        ProfileRecorder<String> recorder = recorder(node);
        learns(recorder, "page", "picture");
        learns(recorder, "list", "item");
        try (MissPrediction<String> prediction = Warming.of(
                        node.cache(), node.terrace().host())
                .keysPerSecond(1)
                .build()
                .afterMisses(recorder, 0.8)) {
            recorder.missed("page");
            World.until(() -> prediction.brought() == 1);
            recorder.missed("list");
            world.time.advance(Duration.ofMillis(999));
            assertThat(prediction.predicted()).isOne();
            World.until(() -> {
                world.time.advance(Duration.ofMillis(1));
                return prediction.brought() == 2;
            });
        }
    }

    @Test
    void closed_itPredictsNothing() {
        Node node = node();
        ProfileRecorder<String> recorder = recorder(node);
        learns(recorder, "page", "picture");
        MissPrediction<String> prediction =
                Warming.of(node.cache(), node.terrace().host()).build().afterMisses(recorder, 0.8);
        prediction.close();
        recorder.missed("page");
        assertThat(prediction.predicted()).isZero();
        assertThat(heap(node)).isZero();
    }
}
