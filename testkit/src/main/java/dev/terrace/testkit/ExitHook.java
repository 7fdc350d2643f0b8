package dev.terrace.testkit;

/** Runs an action when the JVM exits in an orderly way, unless it was cancelled before. Thread-safe. */
final class ExitHook {

    private final Thread thread;

    ExitHook(String name, Runnable action) {
        thread = new Thread(action, name + "-exit");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException alreadyExiting) {
            // The hook runs, or has run: what it does is idempotent.
            return;
        }
    }
}
