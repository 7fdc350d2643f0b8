package dev.terrace.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * A server that is killed and started again needs its old port back, and a client that tries to reconnect meanwhile must be
 * refused. Ports which the system hands out (`ServerSocket(0)`) give neither: an outgoing connection may take the port while it
 * is free, and a client on loopback may even connect to itself. So ports come from below the range of outgoing connections
 * (32768 on Linux, 49152 elsewhere), and low enough that Redis Cluster's second port, 10000 above, lies below it too. The
 * cursor only moves on: within a JVM no port is given twice, even while its owner is dead.
 */
/** Free TCP ports on 127.0.0.1 that stay free while their server is down. Thread-safe. */
final class LoopbackPorts {

    static final String HOST = "127.0.0.1";

    private static final int FIRST = 10_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger CURSOR =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private LoopbackPorts() {}

    static int free() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + Math.floorMod(CURSOR.getAndIncrement(), COUNT);
            if (canBind(port)) {
                return port;
            }
        }
        throw new TestServerException("no free port between " + FIRST + " and " + (FIRST + COUNT));
    }

    private static boolean canBind(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static InetSocketAddress address(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
