package dev.terrace.cache.warm;

import dev.terrace.cache.spi.KeySource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A source of keys "1", "2" and so on, which may fail half-way. */
final class Keys implements KeySource<String> {

    final AtomicInteger given = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final int count;
    private final int failsAfter;

    Keys(int count) {
        this(count, Integer.MAX_VALUE);
    }

    Keys(int count, int failsAfter) {
        this.count = count;
        this.failsAfter = failsAfter;
    }

    static List<String> list(int count) {
        List<String> keys = new ArrayList<>();
        for (int key = 1; key <= count; key++) {
            keys.add(Integer.toString(key));
        }
        return keys;
    }

    @Override
    public List<String> next(int most) {
        List<String> next = new ArrayList<>();
        while (next.size() < most && given.get() < count) {
            if (given.get() >= failsAfter) {
                throw new IllegalStateException("planted");
            }
            next.add(Integer.toString(given.incrementAndGet()));
        }
        return next;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
