package dev.terrace.examples.quickstart;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Shows how far a run has come: a bar that moves on a terminal, elsewhere a line now and then. Not thread-safe. */
final class Progress {

    private static final long ON_TERMINAL = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long ELSEWHERE = TimeUnit.SECONDS.toNanos(5);
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal;
    private final String what;
    private final long total;
    private final long began;
    private long shown;

    Progress(PrintStream out, boolean terminal, long total, long now) {
        this(out, terminal, "requests", total, now);
    }

    Progress(PrintStream out, boolean terminal, String what, long total, long now) {
        this.out = out;
        this.what = what;
        this.terminal = terminal;
        this.total = total;
        began = now;
        shown = now;
    }

    /** Shows the state, unless it was shown a moment ago. */
    void show(long served, String note, long now) {
        if (now - shown >= (terminal ? ON_TERMINAL : ELSEWHERE)) {
            print(served, note, now);
        }
    }

    /** Shows the last state in any case, and leaves the line. */
    void end(long served, String note, long now) {
        print(served, note, now);
        if (terminal) {
            out.println();
        }
    }

    private void print(long served, String note, long now) {
        shown = now;
        double share = total == 0 ? 1 : (double) served / total;
        double seconds = (now - began) / 1e9;
        String figures =
                "%3d %%  %,d of %,d %s, %.0f s, %s".formatted((int) (100 * share), served, total, what, seconds, note);
        if (terminal) {
            int full = (int) (WIDTH * share);
            // The end of the line is wiped: the text before may have been longer.
            out.print("\r[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + figures + "\u001b[K");
        } else {
            out.println(figures);
        }
        out.flush();
    }
}
