package dev.terrace.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of caches: what leaves the heap. A heap hit is not.
 *
 * <p>Thread-safety: immutable, as every enum.
 *
 * @since 0.1.0
 */
public enum CacheObservation implements ObservationDocumentation {

    /** A far tier is read or written; reads that go together are one call. */
    CALL,

    /** A loader is called. */
    LOAD;

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return UsualCacheObservationConvention.class;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return Low.values();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return High.values();
    }

    /** Keys of few values, which become tags of meters. */
    public enum Low implements KeyName {
        /** The cache's name. */
        CACHE("cache"),
        /** The far tier's name, or {@code loader}. */
        TIER("tier"),
        /** {@code get}, {@code put} or {@code load}. */
        OPERATION("operation"),
        /**
         * {@code success}, {@code failure}, or {@code elsewhere}: the tier would not be read on the caller's thread, and the call is made again;
         * {@code unknown} while it is under way.
         */
        OUTCOME("outcome");

        private final String key;

        Low(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys of many values, which go into traces alone. */
    public enum High implements KeyName {
        /** How many keys the call is for. */
        KEYS("terrace.keys");

        private final String key;

        High(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
