package dev.terrace.testkit;

/** How a server of some origin is governed. Called by one thread at a time; every method is idempotent. */
interface RedisBackend extends AutoCloseable {

    RedisAddress address();

    default String uri() {
        return address().uri();
    }

    /** Starts what does not run; returns once it answers. */
    void start();

    /** SIGKILL; returns once nothing listens any more. */
    void kill();

    /** SIGSTOP or its like; refused when the server does not run. */
    void pause();

    /** Undoes a pause. */
    void resume();

    @Override
    void close();
}
