package dev.terrace.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/*
 * A client's connection and the one that the proxy has to the server for it. When one side is gone, the other learns of it only
 * as far as the link lets it: so a connection may live on with one side, and it is half-open then.
 */
/** One connection through the proxy. Touched by the proxy's thread only. */
final class ProxyConnection {

    private final SocketChannel client;
    private final SocketChannel server;
    private final ProxyStream toServer;
    private final ProxyStream toClient;
    private boolean closed;

    private ProxyConnection(SocketChannel client, SocketChannel server, ProxyLink toServer, ProxyLink toClient) {
        this.client = client;
        this.server = server;
        this.toServer = new ProxyStream(client, server, toServer);
        this.toClient = new ProxyStream(server, client, toClient);
    }

    static ProxyConnection open(
            SocketChannel client, InetSocketAddress target, Selector selector, ProxyLink toServer, ProxyLink toClient)
            throws IOException {
        SocketChannel server = SocketChannel.open();
        ProxyConnection connection = new ProxyConnection(client, server, toServer, toClient);
        for (SocketChannel channel : new SocketChannel[] {client, server}) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, 0, connection);
        }
        try {
            server.connect(target);
        } catch (IOException refused) {
            connection.failed(server, System.nanoTime());
        }
        return connection;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isHoled() {
        return toServer.isHoled() || toClient.isHoled();
    }

    /** Reads what a channel is ready for; the writing is done by {@link #deliver}. */
    void ready(SelectionKey key, ByteBuffer buffer, long now) {
        if (!key.isValid()) {
            return;
        }
        if (key.isConnectable()) {
            try {
                server.finishConnect();
            } catch (IOException refused) {
                failed(server, now);
                return;
            }
        }
        if (key.isReadable()) {
            from((SocketChannel) key.channel()).read(buffer, now);
        }
    }

    /** Delivers what is due both ways; returns the nanoseconds until it should be called again. */
    long deliver(Selector selector, long now) {
        deliver(toServer, now);
        deliver(toClient, now);
        if (toServer.hasEnded() && toClient.hasEnded()) {
            close(false);
        }
        if (closed) {
            return ProxyStream.IDLE;
        }
        listen(selector, client, toServer, toClient);
        listen(selector, server, toClient, toServer);
        return Math.min(toServer.untilNext(), toClient.untilNext());
    }

    void reset() {
        close(true);
    }

    private void deliver(ProxyStream stream, long now) {
        if (closed) {
            return;
        }
        try {
            switch (stream.deliver(now)) {
                case ALIVE, ENDED -> {}
                case RESET -> close(true);
                case CUT -> {
                    closed = true;
                    close(stream.sink(), false);
                    close(stream.source(), true);
                }
            }
        } catch (IOException gone) {
            failed(stream.sink(), now);
        }
    }

    /** One side is gone: the other hears of it through the stream. */
    private void failed(SocketChannel side, long now) {
        ProxyStream from = from(side);
        from.sourceFailed(now);
        (toServer.equals(from) ? toClient : toServer).sinkFailed();
        close(side, true);
    }

    private ProxyStream from(SocketChannel side) {
        return side.equals(client) ? toServer : toClient;
    }

    private void close(boolean reset) {
        closed = true;
        close(client, reset);
        close(server, reset);
    }

    private static void close(SocketChannel channel, boolean reset) {
        try (channel) {
            if (reset && channel.isOpen()) {
                // Makes the close an RST.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException gone) {
            // Then there is nothing left to reset.
            return;
        }
    }

    private static void listen(Selector selector, SocketChannel channel, ProxyStream from, ProxyStream into) {
        SelectionKey key = channel.keyFor(selector);
        if (key == null || !key.isValid()) {
            return;
        }
        int interest = 0;
        if (channel.isConnectionPending()) {
            interest = SelectionKey.OP_CONNECT;
        } else {
            interest |= from.wantsToRead() ? SelectionKey.OP_READ : 0;
            interest |= into.wantsToWrite() ? SelectionKey.OP_WRITE : 0;
        }
        key.interestOps(interest);
    }
}
