package dev.terrace.spring.autoconfigure;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says why Redis cannot be connected to, by the settings that the application has. Never repeats an address, which may hold a password.
 *
 * @param ofItsOwn whether the address is Terrace's own rather than the application's
 * @param tls whether the connection is to be encrypted
 */
record RedisTrouble(boolean ofItsOwn, boolean tls) {

    @Nullable
    String describe(@Nullable Throwable outage) {
        if (outage == null) {
            return null;
        }
        boolean encrypted = false;
        Throwable root = outage;
        for (Throwable cause = outage; cause != null; cause = cause.getCause()) {
            encrypted |= cause instanceof SSLException || cause instanceof GeneralSecurityException;
            root = cause;
        }
        String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return encrypted
                ? "Redis and this application do not agree on TLS: see to it that the SSL bundle of "
                        + (ofItsOwn ? "terrace.cache.redis.ssl-bundle" : "spring.data.redis.ssl.bundle")
                        + " trusts the issuer of its certificate and has the key that it asks for, and that the port is one for TLS. Nothing is "
                        + "sent without. Cause: " + said
                : "Redis cannot be reached: see to it that it runs, and that "
                        + (ofItsOwn ? "terrace.cache.redis.url is its address" : "spring.data.redis.* is where it is")
                        + (tls ? ", a port for TLS" : "") + ". It is tried again until it answers. Cause: " + said;
    }
}
