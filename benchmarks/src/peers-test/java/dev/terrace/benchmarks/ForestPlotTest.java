package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.terrace.benchmarks.Panel.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForestPlotTest {

    private static final Panel FAR_APART = new Panel(
            "heap-peers",
            "multiple of a map's",
            List.of(
                    new Point("ConcurrentHashMap, 19 ns", 1, 1, 1, false),
                    new Point("Terrace <get> & more, 41 ns", 2.1, 1.9, 2.2, true),
                    new Point("Redisson, 1013 ns", 53, 45, 65, false)));
    private static final Panel CLOSE = new Panel(
            "entry-bytes",
            "bytes",
            List.of(
                    new Point("Caffeine, 242.00 B", 242, 242, 242, false),
                    new Point("Terrace, 260.00 B", 260, 250, 270, true)));
    private static final Panel ONE = new Panel("one", "bytes", List.of(new Point("alone", 3, 3, 3, false)));

    @Test
    void svg_anyPanels_isWellFormedWithEveryLabel() {
        String svg = new ForestPlot().svg("./bench short", List.of(FAR_APART, CLOSE, ONE));
        assertThatCode(() -> Gallery.check(svg)).doesNotThrowAnyException();
        assertThat(svg)
                .contains(
                        "./bench short",
                        ">heap-peers<",
                        ">multiple of a map's (logarithmic)<",
                        "ConcurrentHashMap, 19 ns",
                        "Redisson, 1013 ns",
                        "Terrace, 260.00 B",
                        ">alone<")
                .contains("Terrace &lt;get&gt; &amp; more, 41 ns");
    }

    @Test
    void svg_rows_standOneBelowTheOther() {
        String svg = new ForestPlot().svg("title", List.of(CLOSE));
        assertThat(y(svg, "Caffeine, 242.00 B")).isLessThan(y(svg, "Terrace, 260.00 B") - 20);
    }

    /** Outlines of letters in the place of text, and places to the billionth of a pixel, are most of what there would be. */
    @Test
    void svg_threePanels_isSmall() {
        assertThat(new ForestPlot().svg("title", List.of(FAR_APART, CLOSE, ONE)).length())
                .isLessThan(100_000);
    }

    @Test
    void here_findsIt() {
        assertThat(Plot.here()).containsInstanceOf(ForestPlot.class);
    }

    private static double y(String svg, String label) {
        String before = svg.substring(0, svg.indexOf(">" + label));
        String text = before.substring(before.lastIndexOf(" y=\"") + " y=\"".length());
        return Double.parseDouble(text.substring(0, text.indexOf('"')));
    }
}
