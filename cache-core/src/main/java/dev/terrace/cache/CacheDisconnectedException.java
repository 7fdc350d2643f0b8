package dev.terrace.cache;

/**
 * A read was refused, because this node has not reached its invalidation log for some time and was told to fail then ({@link
 * WhenDisconnected#FAIL}).
 *
 * @since 0.1.0
 */
public final class CacheDisconnectedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    CacheDisconnectedException(String message) {
        super(message);
    }
}
