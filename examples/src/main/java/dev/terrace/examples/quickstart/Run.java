package dev.terrace.examples.quickstart;

/** What a node must know to take part. */
record Run(String redisUri, String catalogueUrl, int nodes, int threads, int seconds, long seed) {

    /** All threads of all nodes. */
    int allThreads() {
        return nodes * threads;
    }
}
