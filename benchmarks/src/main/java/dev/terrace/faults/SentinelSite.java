package dev.terrace.faults;

import dev.terrace.testkit.RedisSentinels;
import dev.terrace.testkit.RedisServer;

/** A primary, a replica, and Sentinels. Nodes reach the servers themselves, since it is Sentinels who name them. */
record SentinelSite(RedisSentinels sentinels) implements Site {

    static SentinelSite open() {
        return new SentinelSite(RedisSentinels.launch(1));
    }

    @Override
    public String address(int node) {
        return sentinels.uri();
    }

    void killPrimary() {
        RedisServer primary = sentinels.primary();
        primary.kill();
        sentinels.awaitOther(primary);
    }

    /** Returns when a replica has taken over; what was stopped is a primary still when it goes on. */
    void stopPrimary() {
        RedisServer primary = sentinels.primary();
        primary.pause();
        sentinels.awaitOther(primary);
    }

    void mend() {
        for (RedisServer server : sentinels.servers()) {
            server.start();
            server.resume();
        }
        sentinels.awaitHealthy();
    }

    @Override
    public void close() {
        sentinels.close();
    }
}
