package dev.terrace.cache;

import java.util.List;

/**
 * Settings that contradict each other or lack something. All faults of one builder are reported at once.
 *
 * @since 0.1.0
 */
public final class CacheConfigurationException extends CacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception from all faults of a builder.
     *
     * @param what the thing that cannot be built, such as {@code cache 'products'}
     * @param faults what is wrong, each with its cure; at least one
     */
    public CacheConfigurationException(String what, List<String> faults) {
        super(what + " cannot be built: " + String.join("; ", faults));
    }
}
