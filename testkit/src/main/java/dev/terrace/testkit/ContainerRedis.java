package dev.terrace.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A Redis in a container, on a fixed port so that it comes back where it was. Loaded only where Testcontainers is. */
final class ContainerRedis implements RedisBackend {

    private static final String IMAGE = "redis:7.4-alpine";
    private static final String FILE = "/etc/redis.conf";
    private static final int INNER_PORT = 6379;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PING_PERIOD = Duration.ofMillis(5);

    private final GenericContainer<?> container;
    private final RedisAddress address;

    private ContainerRedis(GenericContainer<?> container, RedisAddress address) {
        this.container = container;
        this.address = address;
    }

    static RedisBackend launch(RedisSettings settings) {
        int port = LoopbackPorts.free();
        String file = settings.file(true, "bind * -::*", "protected-mode no", "port " + INNER_PORT);
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withCopyToContainer(Transferable.of(file), FILE)
                .withCommand("redis-server", FILE)
                .withExposedPorts(INNER_PORT);
        container.setPortBindings(List.of(port + ":" + INNER_PORT));
        container.start();
        RedisAddress address = new RedisAddress(false, container.getHost(), port, null, settings.password());
        return new ContainerRedis(container, address);
    }

    @Override
    public RedisAddress address() {
        return address;
    }

    @Override
    public void start() {
        if (!container.isRunning()) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
            awaitAnswer();
        }
    }

    @Override
    public void kill() {
        if (container.isRunning()) {
            resume();
            container
                    .getDockerClient()
                    .killContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    public void pause() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void resume() {
        if (isPaused()) {
            container
                    .getDockerClient()
                    .unpauseContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try {
                address.ask(START_TIMEOUT, "PING");
                return;
            } catch (TestServerException notYet) {
                if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                    throw notYet;
                }
                LockSupport.parkNanos(PING_PERIOD.toNanos());
            }
        }
    }

    private boolean isPaused() {
        return Boolean.TRUE.equals(
                container.getCurrentContainerInfo().getState().getPaused());
    }
}
