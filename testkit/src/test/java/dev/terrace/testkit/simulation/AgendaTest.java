package dev.terrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgendaTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void next_afterRandomCalls_isTheEarliestThatWasNotTakenOut(long seed) {
        Random random = new Random(seed);
        Agenda agenda = new Agenda();
        List<Agenda.Event> planned = new ArrayList<>(); // in the order in which they were added
        for (int step = 0; step < 5_000; step++) {
            int kind = random.nextInt(5);
            if (kind < 3 || planned.isEmpty()) {
                planned.add(agenda.add(random.nextInt(100), () -> {}));
            } else if (kind == 3) {
                Agenda.Event cancelled = planned.remove(random.nextInt(planned.size()));
                agenda.remove(cancelled);
                agenda.remove(cancelled);
            } else {
                Agenda.Event first = planned.stream()
                        .min(Comparator.comparingLong(Agenda.Event::at))
                        .orElseThrow();
                planned.remove(first);
                assertThat(agenda.next()).isSameAs(first);
            }
        }
    }
}
