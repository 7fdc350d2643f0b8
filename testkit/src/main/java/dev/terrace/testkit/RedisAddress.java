package dev.terrace.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Where a Redis server listens and who may speak to it. Immutable and thread-safe. */
record RedisAddress(
        boolean tls,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    static RedisAddress loopback(int port, @Nullable String password) {
        return new RedisAddress(false, LoopbackPorts.HOST, port, null, password);
    }

    /** Understands {@code redis[s]://[[user]:password@]host[:port]}; a path and a query are ignored. */
    static RedisAddress parse(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (host == null || !("redis".equals(scheme) || "rediss".equals(scheme))) {
            throw new IllegalArgumentException("not a URI of the form redis://host:port: " + text);
        }
        String user = null;
        String password = null;
        String info = uri.getRawUserInfo();
        if (info != null) {
            int colon = info.indexOf(':');
            user = colon > 0 ? decoded(info.substring(0, colon)) : null;
            password = decoded(info.substring(colon + 1));
        }
        int port = uri.getPort() < 0 ? 6379 : uri.getPort();
        return new RedisAddress("rediss".equals(scheme), host, port, user, password);
    }

    String uri() {
        return "redis://" + (password == null ? "" : ":" + encoded(password) + "@") + host + ":" + port;
    }

    /** Sends one command on a connection of its own and waits for the reply; an error reply is thrown. */
    String ask(Duration timeout, String... command) {
        try (Socket socket = connect(timeout)) {
            RedisProtocol protocol = new RedisProtocol(socket.getInputStream(), socket.getOutputStream());
            if (password != null) {
                protocol.ask(user == null ? new String[] {"AUTH", password} : new String[] {"AUTH", user, password});
            }
            return protocol.ask(command);
        } catch (IOException e) {
            throw new TestServerException("Redis at " + host + ":" + port + " did not answer " + command[0], e);
        }
    }

    private Socket connect(Duration timeout) throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(host, port), millis);
            if (tls) {
                SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
                SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
                secured.startHandshake();
                return secured;
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
