package dev.terrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Both ends of a connection through a proxy, in the hands of one thread. */
final class TcpPair implements AutoCloseable {

    private static final int TIMEOUT = 10_000;

    final Socket client;
    final Socket server;

    private TcpPair(Socket client, Socket server) {
        this.client = client;
        this.server = server;
    }

    static TcpPair connect(FaultProxy proxy, ServerSocket listener) throws IOException {
        Socket client = toLoopback(proxy.port());
        client.setTcpNoDelay(true);
        client.setSoTimeout(TIMEOUT);
        listener.setSoTimeout(TIMEOUT);
        Socket server = listener.accept();
        server.setTcpNoDelay(true);
        server.setSoTimeout(TIMEOUT);
        return new TcpPair(client, server);
    }

    static Socket toLoopback(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(LoopbackPorts.address(port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static void send(Socket from, String text) {
        try {
            from.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads as many bytes as that, or less if the stream ends before. */
    static String receive(Socket at, int length) throws IOException {
        return new String(at.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
