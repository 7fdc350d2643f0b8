package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whom an explanation names, that one answers. */
class ExplainedReadsTest {

    private static final int KEYS = 6;

    @Test
    void answers_overRandomHistories_comeFromWhomTheExplanationNames() {
        Map<String, Integer> answers = new HashMap<>();
        for (int seed = 0; seed < 20; seed++) {
            try (World world = new World()) {
                lives(world, new Random(seed), seed, answers);
            }
        }
        assertThat(answers).containsOnlyKeys("heap", "near", "far", "loader");
        assertThat(answers.values())
                .as("each a good number of times: %s", answers)
                .allMatch(times -> times > 10);
    }

    private static void lives(World world, Random random, int seed, Map<String, Integer> answers) {
        Source source = new Source("text");
        List<Node> nodes = List.of(node(world, source), node(world, source));
        for (int step = 0; step < 60; step++) {
            happens(world, nodes.get(random.nextInt(2)), random);
            String key = "key" + random.nextInt(KEYS);
            Node reader = nodes.get(random.nextInt(2));
            Explanation explanation = reader.cache().explain(key);
            assertThat(reader.cache().answer(key).tier())
                    .as("seed %s, step %s:%n%s", seed, step, explanation.text())
                    .isEqualTo(explanation.answeredBy());
            answers.merge(explanation.answeredBy(), 1, Integer::sum);
        }
        nodes.forEach(node -> node.terrace().close());
    }

    /** On the calling threads alone, so that nothing goes on in the background while a step is judged. */
    private static Node node(World world, Source source) {
        FakeLog log = world.log.another();
        FakeTier near = world.near.another();
        FakeTier far = world.far.another();
        Terrace terrace = Terrace.builder("test")
                .time(world.time)
                .log(log)
                .awaitLog(Duration.ofMillis(1))
                .executor(Runnable::run)
                .build();
        Cache<String, String> cache = terrace.cache(World.CACHE, String.class, String.class)
                .heap(heap -> heap.maximumSize(1_000).expireAfterWrite(Duration.ofMinutes(1)))
                .tier(near)
                .tier(far)
                .codec(new TextCodec())
                .loader(source)
                .build();
        return new Node(terrace, log, near, far, cache);
    }

    private static void happens(World world, Node node, Random random) {
        String key = "key" + random.nextInt(KEYS);
        switch (random.nextInt(20)) {
            case 0 -> node.cache().put(key, "put");
            case 1 -> node.cache().invalidate(key);
            case 2 -> node.terrace().invalidateDependency("declared");
            case 3 -> node.cache().invalidateAll();
            case 4 -> world.time.advance(Duration.ofSeconds(61));
            case 5 -> world.time.advance(Duration.ofMinutes(61));
            case 6 -> {
                if (random.nextInt(4) == 0) {
                    world.log.lose();
                }
            }
            case 7 -> node.log().reconnect();
            case 8, 9 -> world.near.plant(World.CACHE, World.digest(key), new byte[0], Duration.ofMillis(1));
            default -> world.poll();
        }
    }
}
