package dev.terrace.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Draws what was measured. Found by {@link ServiceLoader}, as {@link Peers} are: the library that draws comes with the profile
 * {@code peers}.
 */
public interface Plot {

    /** A picture with the panels one below the other, as SVG. */
    String svg(String title, List<Panel> panels);

    /** The one that is here, if any. */
    static Optional<Plot> here() {
        return ServiceLoader.load(Plot.class).findFirst();
    }
}
