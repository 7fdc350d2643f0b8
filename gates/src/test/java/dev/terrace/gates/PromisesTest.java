package dev.terrace.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.gates.Promises.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromisesTest {

    @Test
    void promises_keptOnes_haveProvingTests() throws IOException {
        Map<String, State> table = Promises.table(Files.readString(House.ROOT.resolve("docs/reliability.md")));
        assertThat(table)
                .as("the table of docs/reliability.md")
                .containsKeys("CACHE-1", "CACHE-12", "FLAG-1", "FLAG-8", "SEC-1", "SEC-6")
                .hasSize(26);
        assertThat(Promises.faults(table, Promises.proofs())).isEmpty();
    }

    @Test
    void faults_keptWithoutProof_isFound() {
        assertThat(Promises.faults(Map.of("A-1", State.KEPT), Map.of()))
                .singleElement()
                .asString()
                .startsWith("A-1 is kept");
    }

    @Test
    void faults_plannedWithoutProof_isNone() {
        assertThat(Promises.faults(Map.of("A-1", State.PLANNED), Map.of())).isEmpty();
    }

    @Test
    void faults_unknownPromise_isFoundWithItsFile() {
        assertThat(Promises.faults(Map.of(), Map.of("A-2", List.of("XTest.java"))))
                .singleElement()
                .asString()
                .contains("A-2", "XTest.java");
    }

    @Test
    void provedBy_bothForms_areRead() {
        String source = """
                @Proves("A-1")
                class X {
                    @Proves({"A-2",
                             "A-3"})
                    @Tag("proves:A-4")
                    @Tag("slow")
                    void test() {}
                    // says @Proves("A-5") in passing
                """;
        assertThat(Promises.provedBy(source)).containsExactly("A-1", "A-2", "A-3", "A-4");
    }

    @Test
    void table_otherState_isRefused() {
        assertThat(Promises.table("| **A-1** | text | kept |\n| A-2 | text | planned |\n"))
                .containsExactly(Map.entry("A-1", State.KEPT), Map.entry("A-2", State.PLANNED));
        assertThatThrownBy(() -> Promises.table("| A-1 | text | perhaps |"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("perhaps");
    }
}
