package dev.terrace.testkit;

/** A server that somebody else runs: it is used and never governed. */
record ExternalRedis(RedisAddress address, String uri) implements RedisBackend {

    @Override
    public void start() {
        throw refusal("start");
    }

    @Override
    public void kill() {
        throw refusal("kill");
    }

    @Override
    public void pause() {
        throw refusal("pause");
    }

    @Override
    public void resume() {
        throw refusal("resume");
    }

    @Override
    public void close() {
        // Not ours to end.
    }

    private TestServerException refusal(String operation) {
        return new TestServerException("cannot " + operation + " the Redis at " + address.host() + ":" + address.port()
                + ": it is not the testkit's own process. A test that does this asks for a server of its own,"
                + " by @WithRedis(isolated = true) or RedisServer.launch()");
    }
}
