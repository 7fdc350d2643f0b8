package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Board.Cell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * To any line it answers how often it has read.
 *
 * One thread reads the key through each contender's cache in turn, as a user would, and spins. Only one of them changes at a time, and
 * versions are never the same, so the number alone says what was seen.
 */
/** The node that is told, by each contender: notes when a read shows a new version. */
final class StaleObserver implements Duty {

    static final String NAME = "stale-observer";
    static final String NAMESPACE = "latency";
    static final String KEY = "product:1";

    private final List<NearCache> caches = new ArrayList<>();
    private final Board board;
    /** Written by the observing thread alone. */
    private volatile long reads;

    private volatile boolean closed;

    private StaleObserver(Board board) {
        this.board = board;
    }

    static StaleObserver open(String redis, String file) throws IOException {
        StaleObserver observer = new StaleObserver(Board.open(Path.of(file)));
        observer.caches.addAll(caches(redis, observer.board));
        Thread thread = new Thread(observer::observe, "observer");
        thread.setDaemon(true);
        thread.start();
        return observer;
    }

    /** A node's caches, by contender. */
    static List<NearCache> caches(String redis, Board board) {
        return NearCache.CONTENDERS.stream()
                .map(contender ->
                        contender.maker().make(redis, NAMESPACE, key -> Long.toString(board.get(Cell.SOURCE))))
                .toList();
    }

    private void observe() {
        String[] last = new String[caches.size()];
        Arrays.fill(last, "");
        long counted = 0;
        while (!closed) {
            for (int i = 0; i < last.length; i++) {
                String read = read(caches.get(i));
                counted++;
                if (!read.isEmpty() && !read.equals(last[i])) {
                    last[i] = read;
                    board.set(Cell.READ_NANOS, System.nanoTime());
                    board.set(Cell.READ, Long.parseLong(read));
                }
            }
            reads = counted;
            Thread.onSpinWait();
        }
    }

    private String read(NearCache cache) {
        try {
            String read = cache.get().apply(KEY);
            return read == null ? "" : read;
        } catch (RuntimeException failure) {
            if (closed) {
                return "";
            }
            throw failure;
        }
    }

    @Override
    public String answer(String line) {
        return Long.toString(reads);
    }

    @Override
    public void close() {
        closed = true;
        caches.forEach(NearCache::close);
    }
}
