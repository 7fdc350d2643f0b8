package dev.terrace.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A redis-server that this JVM runs on loopback. The owner locks. */
final class LocalRedis implements RedisBackend {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PING_PERIOD = Duration.ofMillis(2);
    private static final int PORTS_TO_TRY = 5;

    private final RedisSettings settings;
    private final List<String> options;
    private final TempDirectory directory;
    private final ExitHook hook;
    private final RedisAddress address;
    private volatile @Nullable ServerProcess process;
    private boolean debug = true;

    private LocalRedis(RedisSettings settings, List<String> options) {
        this.settings = settings;
        this.options = options;
        address = RedisAddress.loopback(LoopbackPorts.free(), settings.password());
        directory = TempDirectory.create("redis");
        hook = new ExitHook("redis", this::end);
    }

    /** Launches a server on a port of its own: another one, should somebody else take the first in between. */
    static LocalRedis launch(RedisSettings settings, String... options) {
        for (int tries = 1; ; tries++) {
            LocalRedis redis = new LocalRedis(settings, List.of(options));
            try {
                redis.start();
                return redis;
            } catch (TestServerException e) {
                redis.close();
                if (tries == PORTS_TO_TRY || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    @Override
    public RedisAddress address() {
        return address;
    }

    @Override
    public void start() {
        ServerProcess last = process;
        if (last != null && last.isAlive()) {
            return;
        }
        kill();
        ServerProcess run = run();
        if (!awaitAnswer(run) && debug && run.log().contains("enable-debug-command")) {
            debug = false;
            run.kill();
            run = run();
            awaitAnswer(run);
        }
        if (!run.isAlive()) {
            run.kill();
            throw new TestServerException("redis-server does not start:\n" + run.log());
        }
        process = run;
    }

    @Override
    public void kill() {
        ServerProcess last = process;
        if (last != null) {
            last.kill();
            process = null;
        }
    }

    @Override
    public void pause() {
        running().pause();
    }

    @Override
    public void resume() {
        running().resume();
    }

    @Override
    public void close() {
        hook.cancel();
        end();
    }

    private void end() {
        kill();
        directory.close();
    }

    private ServerProcess running() {
        ServerProcess last = process;
        if (last == null || !last.isAlive()) {
            throw new TestServerException("the Redis at port " + address.port() + " is not running");
        }
        return last;
    }

    private ServerProcess run() {
        Path file = directory.file("redis.conf");
        try {
            Files.writeString(file, settings.file(debug, "bind " + address.host(), "port " + address.port(), "dir ."));
        } catch (IOException e) {
            throw new TestServerException("cannot write " + file, e);
        }
        List<String> command = new ArrayList<>(List.of(RedisBinary.path().toString(), file.toString()));
        command.addAll(options);
        return ServerProcess.start(command, directory.path(), directory.file("redis.log"));
    }

    /** True once it answers; false if it ended instead. */
    private boolean awaitAnswer(ServerProcess run) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!run.awaitExit(PING_PERIOD)) {
            if (answers(run)) {
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                run.kill();
                throw new TestServerException("redis-server does not answer:\n" + run.log());
            }
        }
        return false;
    }

    /** The port might be somebody else's, who answers while our own server is about to give up. */
    private boolean answers(ServerProcess run) {
        try {
            address.ask(PING_TIMEOUT, "PING");
            return address.ask(PING_TIMEOUT, "INFO", "server").contains("process_id:" + run.pid() + "\r\n");
        } catch (TestServerException notYet) {
            return false;
        }
    }
}
