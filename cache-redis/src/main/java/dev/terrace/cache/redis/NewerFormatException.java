package dev.terrace.cache.redis;

import java.io.Serial;

/** The log or ledger was written by a version of Terrace that this one cannot follow. */
final class NewerFormatException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    NewerFormatException(String log, long format, int known) {
        super("the " + log + " has format " + format + ", written by a newer version of Terrace; this one knows format "
                + known + ": upgrade this service, or give it a keyPrefix of its own");
    }
}
