package dev.terrace.testkit;

import dev.terrace.testkit.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * One thread does everything: it accepts, reads, waits, writes and changes the faults, so nothing here needs a lock. Other threads
 * hand it actions and wait until they are done. A channel that is closed while it is registered keeps its socket until the
 * selector has been asked once more, which is why every action ends with a selectNow(): the caller may count on the RST having
 * been sent, or the port being closed.
 */
/** The thread of a proxy. */
final class ProxyLoop {

    /** An action of the loop's thread. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    private static final int BUFFER = 1 << 16;
    private static final int BACKLOG = 512;

    private final InetSocketAddress target;
    private final int port = LoopbackPorts.free();
    private final Selector selector;
    private final ProxyLink toServer = new ProxyLink();
    private final ProxyLink toClient = new ProxyLink();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final Queue<FutureTask<?>> actions = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean ended;
    private @Nullable ServerSocketChannel listener;

    private ProxyLoop(InetSocketAddress target) throws IOException {
        this.target = target;
        selector = Selector.open();
        thread = new Thread(this::run, "fault-proxy-" + port);
        thread.setDaemon(true);
    }

    static ProxyLoop start(InetSocketAddress target) {
        if (target.isUnresolved()) {
            throw new TestServerException("no such host: " + target.getHostString());
        }
        ProxyLoop loop;
        try {
            loop = new ProxyLoop(target);
        } catch (IOException e) {
            throw new TestServerException("cannot open a proxy to " + target, e);
        }
        loop.thread.start();
        try {
            loop.perform(loop::listen);
        } catch (TestServerException e) {
            loop.close();
            throw e;
        }
        return loop;
    }

    InetSocketAddress target() {
        return target;
    }

    int port() {
        return port;
    }

    int connections() {
        return connections.size();
    }

    ProxyLink link(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    void change(Direction direction, Consumer<ProxyLink> change) {
        perform(() -> change.accept(link(direction)));
    }

    /** Has the loop's thread do something and waits until its effects are there. */
    void perform(Action action) {
        FutureTask<?> task = new FutureTask<>(() -> {
            action.run();
            selector.selectNow();
            return null;
        });
        actions.add(task);
        if (ended) {
            // Whoever ends takes what is queued with it; this one came too late for that.
            task.cancel(false);
        }
        selector.wakeup();
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new TestServerException("the proxy at port " + port + " failed", e.getCause());
        } catch (CancellationException e) {
            throw new TestServerException("the proxy at port " + port + " is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException("interrupted while the proxy was at work", e);
        }
    }

    void close() {
        stopping = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // From here on: the loop's thread.

    void listen() throws IOException {
        if (listener != null) {
            return;
        }
        ServerSocketChannel opened = ServerSocketChannel.open();
        try {
            opened.bind(LoopbackPorts.address(port), BACKLOG);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        listener = opened;
    }

    void stopListening() throws IOException {
        if (listener != null) {
            acceptAll(listener);
            listener.close();
            listener = null;
        }
    }

    void resetAll() throws IOException {
        if (listener != null) {
            // For the client, what still waits to be accepted is a connection like any other.
            acceptAll(listener);
        }
        connections.forEach(ProxyConnection::reset);
        connections.clear();
    }

    void heal() throws IOException {
        toServer.heal();
        toClient.heal();
        for (ProxyConnection connection : connections) {
            if (connection.isHoled()) {
                connection.reset();
            }
        }
        connections.removeIf(ProxyConnection::isClosed);
        listen();
    }

    private void run() {
        try {
            while (!stopping) {
                for (FutureTask<?> action = actions.poll(); action != null; action = actions.poll()) {
                    action.run();
                }
                long now = System.nanoTime();
                handleReady(now);
                select(deliver(now));
            }
        } catch (IOException e) {
            throw new TestServerException("the proxy at port " + port + " broke down", e);
        } finally {
            end();
        }
    }

    private void handleReady(long now) throws IOException {
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.attachment() instanceof ProxyConnection connection) {
                connection.ready(key, buffer, now);
            } else if (key.isValid()) {
                acceptAll((ServerSocketChannel) key.channel());
            }
        }
    }

    private void acceptAll(ServerSocketChannel from) throws IOException {
        for (SocketChannel client = from.accept(); client != null; client = from.accept()) {
            connections.add(ProxyConnection.open(client, target, selector, toServer, toClient));
        }
    }

    /** Delivers what is due; returns the nanoseconds until something else is. */
    private long deliver(long now) {
        long wait = ProxyStream.IDLE;
        for (ProxyConnection connection : connections) {
            wait = Math.min(wait, connection.deliver(selector, now));
        }
        connections.removeIf(ProxyConnection::isClosed);
        return wait;
    }

    private void select(long nanos) throws IOException {
        if (nanos == ProxyStream.IDLE) {
            selector.select();
        } else {
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
        }
    }

    private void end() {
        connections.forEach(ProxyConnection::reset);
        connections.clear();
        // What is still registered keeps its socket until the selector is closed.
        try (selector) {
            if (listener != null) {
                listener.close();
            }
        } catch (IOException e) {
            throw new TestServerException("the proxy at port " + port + " does not close", e);
        } finally {
            ended = true;
            actions.forEach(action -> action.cancel(false));
        }
    }
}
