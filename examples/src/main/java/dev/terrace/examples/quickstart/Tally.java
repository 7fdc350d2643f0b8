package dev.terrace.examples.quickstart;

import dev.terrace.cache.Receipt;
import dev.terrace.examples.quickstart.StaleJudge.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Counts what one thread sees. Not thread-safe. */
final class Tally {

    private final Map<Verdict, Long> reads = new EnumMap<>(Verdict.class);
    private long logged;
    private long queued;
    private long failed;
    private long longestLag;
    private long longestLagInOutage;
    private @Nullable String firstFailure;
    private @Nullable String firstStale;

    void read(Verdict verdict, long lag, Product product) {
        reads.merge(verdict, 1L, Long::sum);
        if (verdict == Verdict.LAGGING) {
            longestLag = Math.max(longestLag, lag);
        } else if (verdict == Verdict.LAGGING_IN_OUTAGE) {
            longestLagInOutage = Math.max(longestLagInOutage, lag);
        }
        if (verdict == Verdict.STALE && firstStale == null) {
            firstStale = "product %d was served in version %d, %.3f s after the next one was committed"
                    .formatted(product.id(), product.version(), lag / 1e9);
        }
    }

    void changed(Receipt receipt) {
        if (receipt == Receipt.LOGGED) {
            logged++;
        } else {
            queued++;
        }
    }

    void failed(Throwable failure) {
        failed++;
        if (firstFailure == null) {
            StringJoiner chain = new StringJoiner(", because of ");
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                chain.add(cause.toString());
            }
            firstFailure = chain.toString();
        }
    }

    long requests() {
        return outcome().requests();
    }

    Outcome outcome() {
        return new Outcome(reads, logged, queued, failed, longestLag, longestLagInOutage, firstFailure, firstStale);
    }
}
