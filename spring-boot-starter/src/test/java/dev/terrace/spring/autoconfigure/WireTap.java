package dev.terrace.spring.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A relay on loopback that keeps what it carries. Its daemon threads end with it. Thread-safe. */
final class WireTap implements AutoCloseable {

    private final ServerSocket door;
    private final int server;
    private final ExecutorService pumps = Executors.newCachedThreadPool(work -> {
        Thread pump = new Thread(work, "wire-tap");
        pump.setDaemon(true);
        return pump;
    });
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<ByteArrayOutputStream> sent = new ConcurrentLinkedQueue<>();
    private final Queue<ByteArrayOutputStream> received = new ConcurrentLinkedQueue<>();

    private WireTap(ServerSocket door, int server) {
        this.door = door;
        this.server = server;
    }

    /** Opens a relay to a port of this machine. */
    static WireTap to(int server) {
        try {
            WireTap tap = new WireTap(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
            tap.pumps.execute(tap::accept);
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** What clients have sent, of each connection that has sent anything. */
    List<byte[]> sent() {
        return sent.stream()
                .map(ByteArrayOutputStream::toByteArray)
                .filter(bytes -> bytes.length > 0)
                .toList();
    }

    /** Whether a text was carried as it is, in either direction. */
    boolean hasCarried(String text) {
        return Stream.of(sent, received)
                .flatMap(Queue::stream)
                .anyMatch(bytes -> bytes.toString(StandardCharsets.ISO_8859_1).contains(text));
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                sockets.add(client);
                Socket partner = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(partner);
                pump(client, partner, sent);
                pump(partner, client, received);
            } catch (IOException closedOrRefused) {
                // A client whose server refuses sees its connection end with the relay; tests here have servers that
                // accept.
            }
        }
    }

    private void pump(Socket from, Socket to, Queue<ByteArrayOutputStream> kept) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        kept.add(copy);
        pumps.execute(() -> {
            byte[] buffer = new byte[8_192];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    copy.write(buffer, 0, read);
                    out.write(buffer, 0, read);
                }
            } catch (IOException ended) {
                // One end has gone, and takes the other with it.
            }
        });
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            pumps.shutdownNow();
        }
    }
}
