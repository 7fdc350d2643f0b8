package dev.terrace.examples.quickstart;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Shows Terrace at work: two processes serve reads of products from a real Redis and two H2 databases, while products change
 * and Redis dies. {@code --help} lists the options.
 */
public final class QuickStart {

    /** The system property by which the script says that standard output is a terminal. */
    static final String TERMINAL = "quickstart.terminal";

    private QuickStart() {}

    /**
     * Runs it, and exits with 0 if all went well, with 1 if not, with 2 for a wrong option.
     *
     * @param arguments the options
     */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(run(List.of(arguments), System.out, System.err, Boolean.getBoolean(TERMINAL)));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err, boolean terminal) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.HELP);
                return 0;
            }
            boolean good = options.warm()
                    ? new WarmComparison(options, out, terminal).run()
                    : new Coordinator(options, out, terminal).run();
            return good ? 0 : 1;
        } catch (UsageException e) {
            err.println("quickstart: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("quickstart: interrupted");
            return 1;
        } catch (Exception e) {
            if (!isExiting()) {
                err.println("quickstart: " + e);
            }
            return 1;
        }
    }

    /** Whether somebody has pressed Ctrl-C: then the nodes end too, which is no failure to speak of. */
    private static boolean isExiting() {
        Thread hook = new Thread(() -> {}, "none");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException exiting) {
            return true;
        }
    }
}
