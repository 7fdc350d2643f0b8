package dev.terrace.cache.jdbc;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of the tables, with their schema if one is set. Immutable. */
record Tables(@Nullable String schema, String prefix) {

    static final String DEFAULT_PREFIX = "terrace_";

    /** A table or an index in a script: {@code terrace_entry}, {@code ix_terrace_entry_expires_at}. */
    private static final Pattern NAMES = Pattern.compile("\\b(ix_)?" + DEFAULT_PREFIX + "(\\w+)");

    String version() {
        return qualified(prefix + "schema");
    }

    String entry() {
        return qualified(prefix + "entry");
    }

    String claim() {
        return qualified(prefix + "claim");
    }

    String log() {
        return qualified(prefix + "log");
    }

    String record() {
        return qualified(prefix + "log_record");
    }

    String append() {
        return qualified(prefix + "log_append");
    }

    String token() {
        return qualified(prefix + "log_token");
    }

    String lease() {
        return qualified(prefix + "lease");
    }

    String ledger() {
        return qualified(prefix + "ledger");
    }

    String ledgerRecord() {
        return qualified(prefix + "ledger_record");
    }

    String ledgerTrail() {
        return qualified(prefix + "ledger_trail");
    }

    String ledgerEvidence() {
        return qualified(prefix + "ledger_evidence");
    }

    /** The tables that are read and written; the one of versions is only read. */
    List<String> data() {
        return List.of(
                entry(),
                log(),
                record(),
                append(),
                token(),
                lease(),
                ledger(),
                ledgerRecord(),
                ledgerTrail(),
                ledgerEvidence(),
                claim());
    }

    /** A column of each of these tables, in the same order, whose value is a number and is updated. */
    List<String> columns() {
        return List.of(
                "epoch",
                "sequence",
                "sequence",
                "epoch",
                "token",
                "token",
                "epoch",
                "version",
                "sequence",
                "version",
                "token");
    }

    /** Puts the real names into a script that is written for the default ones. */
    String in(String script, boolean qualifyIndexes) {
        return NAMES.matcher(script).replaceAll(match -> {
            String index = match.group(1);
            String name = prefix + match.group(2);
            String real = index == null ? qualified(name) : qualifyIndexes ? qualified(index + name) : index + name;
            return Matcher.quoteReplacement(real);
        });
    }

    private String qualified(String name) {
        return schema == null ? name : schema + "." + name;
    }
}
