package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database's refusal means for us. */
enum Fault {
    /** There is no connection, or it broke; another time it may work. */
    UNREACHABLE,
    /** The database is there and does not let us in: credentials, or no such database. */
    REFUSED,
    /** A right is missing. */
    DENIED,
    /** A table or the schema does not exist. */
    MISSING,
    /** The database, or the connection, is for reading only. */
    READ_ONLY,
    /** A unique key is taken: somebody else was faster. */
    DUPLICATE,
    /** A deadlock, a lock that was not had in time, a serialization failure: worth another try. */
    CONTENDED,
    /** A value that is larger than what the database or its driver take. */
    TOO_LARGE,
    /** Anything else. */
    OTHER;

    /** What can be done about it, where that is one thing; else nothing. */
    String cure() {
        return this == TOO_LARGE
                ? ": raise what the database and its driver take (max_allowed_packet), or lower maximumValueBytes"
                : "";
    }

    /** The codes of a failure, for people. */
    static String shown(Throwable failure) {
        @Nullable String state = state(failure);
        return state == null && code(failure) != 0 ? "error " + code(failure) : "SQLSTATE " + state;
    }

    /** Classifies by the codes that the SQL standard and the drivers share; a dialect knows more. */
    static Fault of(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() != 5) {
            return OTHER;
        }
        return switch (sqlState) {
            case "23505" -> DUPLICATE;
            case "25006" -> READ_ONLY;
            case "40001" -> CONTENDED;
            case "42501" -> DENIED;
            default ->
                switch (sqlState.substring(0, 2)) {
                    case "08" -> UNREACHABLE;
                    case "28" -> REFUSED;
                    default -> OTHER;
                };
        };
    }

    /** The first code of a driver's own in a chain, 0 if there is none. */
    static int code(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (SQLException each = sql; each != null; each = each.getNextException()) {
                    if (each.getErrorCode() != 0) {
                        return each.getErrorCode();
                    }
                }
            }
        }
        return 0;
    }

    /** The first SQLSTATE in a chain: of the exception, of what it wraps (a pool's timeout), of what follows it (a batch). */
    static @Nullable String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (SQLException each = sql; each != null; each = each.getNextException()) {
                    if (each.getSQLState() != null) {
                        return each.getSQLState();
                    }
                }
            }
        }
        return null;
    }
}
