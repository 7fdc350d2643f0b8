package dev.terrace.faults;

import dev.terrace.testkit.RedisCluster;
import dev.terrace.testkit.RedisServer;

/** A cluster of three primaries, a replica each. Nodes reach the servers themselves, since it is the cluster that names them. */
record ClusterSite(RedisCluster cluster) implements Site {

    static ClusterSite open() {
        return new ClusterSite(RedisCluster.launch(1));
    }

    @Override
    public String address(int node) {
        return cluster.uri();
    }

    /** The primary that holds the log. */
    RedisServer holder() {
        return cluster.holder("terrace:{" + Orders.NAMESPACE + "}:log:head");
    }

    void mend() {
        for (RedisServer node : cluster.nodes()) {
            node.start();
            node.resume();
        }
        cluster.awaitHealthy();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
