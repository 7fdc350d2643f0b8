package dev.terrace.faults;

import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.FaultProxy.Direction;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A proxy in front of a server for each node. Thread-safe. */
record Proxies(List<FaultProxy> ofNode) implements AutoCloseable {

    static Proxies to(String address) {
        return new Proxies(IntStream.range(0, Orders.NODES)
                .mapToObj(node -> FaultProxy.to(address))
                .toList());
    }

    String address(int node) {
        return ofNode.get(node).uri();
    }

    /** Resets the connections of some nodes, and refuses new ones. */
    void cut(Random random) {
        for (int node : some(random)) {
            ofNode.get(node).refuseConnections();
            ofNode.get(node).resetConnections();
        }
    }

    /** Loses what some nodes send, or what is sent to them, or both, without a word. */
    void halfOpen(Random random) {
        for (int node : some(random)) {
            int which = random.nextInt(3);
            if (which != 0) {
                ofNode.get(node).swallow(Direction.TO_SERVER);
            }
            if (which != 1) {
                ofNode.get(node).swallow(Direction.TO_CLIENT);
            }
        }
    }

    void heal() {
        ofNode.forEach(FaultProxy::heal);
    }

    private static List<Integer> some(Random random) {
        int chosen = 1 + random.nextInt((1 << Orders.NODES) - 1);
        return IntStream.range(0, Orders.NODES)
                .filter(node -> (chosen >> node & 1) == 1)
                .boxed()
                .toList();
    }

    @Override
    public void close() {
        ofNode.forEach(FaultProxy::close);
    }
}
