package dev.terrace.examples.shop.tour;

import java.io.PrintStream;
import java.util.Locale;

/** Tells what happens, and counts what was not as promised. To be used by one thread. */
final class Voice {

    private final PrintStream out;
    private int chapter;
    private int seen;
    private int failed;

    Voice(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        chapter++;
        out.printf(Locale.ROOT, "%n%d. %s%n", chapter, title);
    }

    void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, "   " + format + "%n", arguments);
    }

    /** Something that was promised, and whether it was so. */
    void seen(boolean asPromised, String format, Object... arguments) {
        seen++;
        if (!asPromised) {
            failed++;
        }
        out.printf(Locale.ROOT, (asPromised ? " + " : " ! NOT AS PROMISED: ") + format + "%n", arguments);
    }

    /** The last word. */
    boolean end() {
        out.printf(
                Locale.ROOT,
                "%n%s%n",
                failed == 0
                        ? "GOOD: all of " + seen + " things were as promised"
                        : "BAD: " + failed + " of " + seen + " things were not as promised");
        return failed == 0;
    }
}
