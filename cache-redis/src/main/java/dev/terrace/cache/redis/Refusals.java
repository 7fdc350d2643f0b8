package dev.terrace.cache.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells failures that time may heal from those that need a human. Stateless. */
final class Refusals {

    private static final List<String> CREDENTIALS =
            List.of("WRONGPASS", "NOAUTH", "ERR invalid password", "ERR Client sent AUTH", "ERR AUTH");
    /** From within a script the answer begins with another word before Redis 7. */
    private static final List<String> REPLICAS = List.of("READONLY ", "MASTERDOWN ");

    private static final List<String> DATABASES = List.of("ERR DB index", "ERR invalid DB index");

    private Refusals() {}

    /** True if a server answers as a replica does. */
    static boolean isOfAReplica(@Nullable Throwable failure) {
        String answer = failure instanceof RedisCommandExecutionException ? failure.getMessage() : null;
        return answer != null && REPLICAS.stream().anyMatch(answer::contains);
    }

    /** True if a failure is what a server has answered, or was read from it. */
    static boolean isAnswer(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException || cause instanceof UnknownPrimaryException) {
                return true;
            }
        }
        return false;
    }

    /** Throws if a server that could be reached will never work, with the setting and the cure. */
    static void throwIfHopeless(Throwable failure, String place) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NewerFormatException || cause instanceof UnknownPrimaryException) {
                throw new IllegalStateException(cause.getMessage(), cause);
            }
            if (cause instanceof RedisCommandExecutionException && cause.getMessage() != null) {
                String answer = cause.getMessage();
                if (startsWithAny(answer, CREDENTIALS)) {
                    throw new IllegalStateException(
                            "Redis at " + place
                                    + " refuses the credentials of uri: correct user and password in it. It says: "
                                    + answer,
                            cause);
                }
                if (startsWithAny(answer, DATABASES)) {
                    throw new IllegalStateException(
                            "Redis at " + place + " has no such database as uri names: correct its number. It says: "
                                    + answer,
                            cause);
                }
                if (answer.contains("cluster support disabled")) {
                    throw new IllegalStateException(
                            "Redis at " + place + " is none: write uri as redis://host:6379. It says: " + answer,
                            cause);
                }
                if (answer.contains("NOPERM") || answer.contains("unknown command")) {
                    throw new IllegalStateException(
                            "Redis at " + place
                                    + " does not allow what Terrace needs: give the user of uri the commands EVAL, "
                                    + "EVALSHA, GET, PTTL, PING, SUBSCRIBE, in a cluster CLUSTER SLOTS, and those of the scripts, on its "
                                    + "keys and channels. "
                                    + "It says: " + answer,
                            cause);
                }
            }
        }
    }

    /** The innermost message, which says what happened rather than that something did. */
    static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static boolean startsWithAny(String answer, List<String> beginnings) {
        return beginnings.stream().anyMatch(answer::startsWith);
    }
}
