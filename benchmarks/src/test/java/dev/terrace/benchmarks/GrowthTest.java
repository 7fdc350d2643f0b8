package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.benchmarks.GrowthNodes.Asking;
import dev.terrace.benchmarks.SimulatedNodes.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

    @Test
    void numbers_upToTheMost_areThePowersOfTenAndTheMost() {
        assertThat(GrowthNames.numbers(10_000_000)).containsExactly(1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);
        assertThat(GrowthNames.numbers(1_000)).containsExactly(1_000L);
        assertThat(GrowthDistance.distances(900_000)).containsExactly(100, 1_000, 10_000, 100_000, 900_000);
        assertThat(GrowthDistance.distances(100)).containsExactly(100);
    }

    @Test
    void simulated_moreNodes_hearTheSameEach() {
        Share one = SimulatedNodes.share(1, 4, 10);
        Share five = SimulatedNodes.share(5, 4, 10);
        assertThat(one.pushes()).isEqualTo(10);
        assertThat(one.reads()).isPositive();
        assertThat(one.beats()).isPositive();
        assertThat(one.current()).isEqualTo(1);
        assertThat(five).isEqualTo(new Share(5, one.reads(), one.beats(), one.pushes(), one.bytes(), 5));
    }

    @Test
    void figures_nodesThatDoNotKnowEverything_missTheAim() {
        List<String> rows =
                GrowthNodes.simulated(List.of(new Share(1, 2, 0.25, 10, 100, 1), new Share(10, 2, 0.25, 10, 120, 9)))
                        .stream()
                        .map(Figure::markdown)
                        .toList();
        assertThat(rows)
                .contains(
                        "| 1 simulated: reads of the log by each, a minute | 120 |  |  |  |\n",
                        "| 1 simulated: nodes that know everything in the end | 1 |  | 1 | met |\n",
                        "| 10 simulated: nodes that know everything in the end | 9 |  | 10 | **MISSED** |\n",
                        "| bytes heard by each of 10 simulated, to those of one alone | 1.20 |  | at most 1.10 | **MISSED** |\n");
    }

    @Test
    void further_nodes_addWhatIsBeyondTheFirst() {
        assertThat(GrowthNodes.further(
                        List.of(new Asking(1, 100, 1_000), new Asking(2, 0, 0), new Asking(8, 170, 8_000))))
                .extracting(Figure::value)
                .containsExactly(10.0, 1_000.0);
    }

    @Test
    void number_ofAServersCounts_isFoundByItsWholeName() {
        String info = "# Stats\r\ntotal_net_output_bytes_x:5\r\ntotal_net_output_bytes:42\r\n";
        assertThat(GrowthNodes.number(info, "total_net_output_bytes")).isEqualTo(42);
        assertThatThrownBy(() -> GrowthNodes.number(info, "total")).hasMessage("the server does not tell total");
    }
}
