package dev.terrace.testkit.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of mutants speaks of the sources as they are. */
class MutantsTest {

    @Test
    void all_standInTheSourcesAndDiffer() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<Mutant> all = Mutant.all();

        assertThat(all).hasSizeGreaterThanOrEqualTo(40);
        assertThat(all.stream().map(Mutant::what)).doesNotHaveDuplicates();
        for (Mutant mutant : all) {
            assertThat(mutant.mutated(root)).as(mutant.what()).isNotBlank();
        }
    }
}
