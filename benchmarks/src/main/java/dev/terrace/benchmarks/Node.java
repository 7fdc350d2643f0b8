package dev.terrace.benchmarks;

import dev.terrace.cache.Terrace;

/**
 * One node: a namespace and its own connections. Thread-safe.
 *
 * @param terrace the namespace, whose log is on the store
 * @param store the connections
 */
record Node(Terrace terrace, Store store) implements AutoCloseable {

    /** Opens a namespace on a store, which is closed with it. */
    static Node open(String namespace, Store store) {
        try {
            return new Node(Terrace.builder(namespace).log(store.log().get()).build(), store);
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        terrace.close();
        store.close();
    }
}
