package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessorsTest {

    private final Successors<String> successors = new Successors<>(32);

    private void missed(String... keys) {
        for (String key : keys) {
            successors.missed(1, key, 0);
        }
    }

    private List<String> after(String key, double confidence) {
        AccessProfile.Followers<String> known = successors.of(key);
        return known == null ? List.of() : known.atLeast(confidence);
    }

    @Test
    void whatUsuallyFollows_isKnownOnceSeenOftenEnough() {
        missed("a", "b", "a", "b", "a", "b");
        assertThat(after("a", 0.5)).as("three times are chance").isEmpty();
        missed("a", "b", "a", "c");
        assertThat(after("a", 0.5)).containsExactly("b");
        assertThat(after("a", 0.1)).containsExactly("b", "c");
        assertThat(after("a", 0.9)).isEmpty();
    }

    @Test
    void missesOfDifferentThreads_areNoPair() {
        for (int i = 0; i < 10; i++) {
            successors.missed(1, "a", 0);
            successors.missed(2, "b", 0);
        }
        assertThat(after("a", 0)).isEmpty();
    }

    @Test
    void missesFarApart_areNoPair() {
        for (int i = 0; i < 10; i++) {
            successors.missed(1, "a", 4L * i);
            successors.missed(1, "b", 4L * i + 2);
        }
        assertThat(after("a", 0)).isEmpty();
    }

    @Test
    void pairThatWasPredicted_countsNeitherForNorAgainst() {
        for (int i = 0; i < 8; i++) {
            missed("a", "b");
        }
        for (int i = 0; i < 100; i++) {
            missed("a");
            successors.predicts("a");
            missed("c");
        }
        assertThat(after("a", 0.9)).containsExactly("b");
    }

    @Test
    void candidates_areBounded_andTheLikelyOnesStay() {
        for (int i = 0; i < 200; i++) {
            missed("a", "b", "a", "other" + i);
        }
        AccessProfile.Followers<String> known = successors.of("a");
        assertThat(known).isNotNull();
        assertThat(known.next()).hasSize(4);
        assertThat(after("a", 0.45)).contains("b");
    }

    @Test
    void table_isBounded_andKeepsWhatIsSeenOften() {
        for (int round = 0; round < 50; round++) {
            missed("a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b");
            for (int i = 0; i < 20; i++) {
                missed("rare" + round + "-" + i);
            }
        }
        assertThat(successors.all()).hasSizeLessThanOrEqualTo(32);
        assertThat(after("a", 0.5)).containsExactly("b");
    }

    @Test
    void table_isBounded_whereAllIsSeenOften() {
        for (int i = 0; i < 100; i++) {
            for (int often = 0; often < 20; often++) {
                missed("a" + i, "b" + i);
            }
        }
        assertThat(successors.all()).hasSizeLessThanOrEqualTo(32);
    }

    @Test
    void threads_areBounded() {
        for (int thread = 0; thread < 5_000; thread++) {
            successors.missed(thread, "a", 0);
        }
        for (int i = 0; i < 10; i++) {
            successors.missed(10_000, "x", 10);
            successors.missed(10_000, "y", 10);
        }
        assertThat(after("x", 0.5)).containsExactly("y");
    }
}
