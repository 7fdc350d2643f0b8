package dev.terrace.cache;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer of calls. Never throws. Immutable but for what was said in the log; thread-safe. */
final class Watching {

    private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

    /** A call that nobody is told of. */
    private static final CallObserver.Watch NOBODY = new CallObserver.Watch() {
        @Override
        public void left() {}

        @Override
        public void ended(@Nullable Throwable failure) {}

        @Override
        public void passedOn() {}
    };

    private final @Nullable CallObserver observer;
    private final AtomicBoolean failed = new AtomicBoolean();

    Watching(@Nullable CallObserver observer) {
        this.observer = observer;
    }

    /** Whether there is nobody to tell. */
    boolean isIdle() {
        return observer == null;
    }

    /** A call begins on this thread. */
    CallObserver.Watch begin(CallObserver.Operation operation, String cache, String tier, int keys) {
        if (observer == null) {
            return NOBODY;
        }
        try {
            CallObserver.Watch watch = observer.begins(new CallObserver.Call(operation, cache, tier, keys));
            return watch == null ? NOBODY : new Guarded(watch);
        } catch (RuntimeException failure) {
            complain(failure);
            return NOBODY;
        }
    }

    private void complain(RuntimeException failure) {
        if (!failed.getAndSet(true)) {
            LOG.warn("An observer of calls throws; it misses calls, and this is said once", failure);
        }
    }

    /** Keeps what an observer throws from the call. */
    private final class Guarded implements CallObserver.Watch {

        private final CallObserver.Watch watch;

        Guarded(CallObserver.Watch watch) {
            this.watch = watch;
        }

        @Override
        public void left() {
            guarded(watch::left);
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            guarded(() -> watch.ended(failure));
        }

        @Override
        public void passedOn() {
            guarded(watch::passedOn);
        }

        private void guarded(Runnable telling) {
            try {
                telling.run();
            } catch (RuntimeException failure) {
                complain(failure);
            }
        }
    }
}
