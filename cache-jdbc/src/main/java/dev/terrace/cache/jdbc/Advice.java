package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import java.util.stream.Collectors;

/** What goes wrong at open for good, each with the setting and the cure. */
final class Advice {

    private Advice() {}

    static IllegalStateException unsupported(String where, String product) {
        String known = Dialect.all().stream().map(Dialect::product).collect(Collectors.joining(", "));
        return new IllegalStateException(
                where + " is a database of " + product + ", which Terrace does not know. Use one of: " + known
                        + "; or Jdbc.embedded(file), which needs no server");
    }

    /** Another product's setting or version, with what to do about it. */
    static IllegalStateException unsuitable(String where, String problem, String cure) {
        return new IllegalStateException(where + " is not fit for Terrace: " + problem + ". " + capital(cure));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    static IllegalStateException refused(String where, SQLException failure) {
        return new IllegalStateException(
                where + " refuses the connection (" + Fault.shown(failure) + "): check user, password and the"
                        + " database's name in the"
                        + " DataSource or in Jdbc.at(url,"
                        + " user, password); a file of"
                        + " Jdbc.embedded must not be open"
                        + " in a process that does not"
                        + " share it",
                failure);
    }

    static IllegalStateException newerSchema(String where, Tables tables, int found, int known) {
        return new IllegalStateException(
                "The schema of " + where + " was made by a newer version of Terrace (" + tables.version()
                        + " says " + found + ", this one knows " + known
                        + "): upgrade Terrace in this service, or give it tables of its"
                        + " own with tablePrefix or schema");
    }

    static IllegalStateException newerLog(String where, String namespace, int found, int known) {
        return new IllegalStateException("The invalidation log of the namespace " + namespace + " in " + where
                + " was written by a newer version of Terrace (format " + found + ", this one knows " + known
                + "): upgrade Terrace in this service, or give it tables of its own with tablePrefix or schema");
    }

    static IllegalStateException newerLedger(String where, int found, int known) {
        return new IllegalStateException("A collection of the JDBC ledger at " + where
                + " was written by a newer version of Terrace (format " + found + ", this one knows " + known
                + "): upgrade Terrace in this service, or give it tables of its own with tablePrefix or schema");
    }

    /** The tables are missing or old, and may not be made. */
    static IllegalStateException noSchema(String where, Dialect dialect, Tables tables, SQLException cause) {
        return new IllegalStateException(
                "Terrace's tables are missing, old or hidden, and may not be created at " + where + " ("
                        + Fault.shown(cause) + "). Either give the user the right to create"
                        + " tables" + place(tables) + "; or let their owner run " + script(dialect, tables) + ", then "
                        + grants(tables) + ", and set createSchema(false)",
                cause);
    }

    /** The tables are missing or old, and are not to be made. */
    static IllegalStateException schemaIsYours(String where, Dialect dialect, Tables tables, int found, int wanted) {
        String problem = found == 0
                ? "Terrace's tables (" + tables.version() + " and others) are missing"
                : "Terrace's tables are of version " + found + ", and have to be of version " + wanted;
        return new IllegalStateException(problem + " at " + where + ", and createSchema(false) is set. Run "
                + script(dialect, tables) + " as their owner, then " + grants(tables) + "; or set createSchema(true)");
    }

    /** The tables are there, and something may not be done with them. */
    static IllegalStateException noRight(String where, Tables tables, String table, SQLException cause) {
        return new IllegalStateException(
                "The user may not " + "work with " + table + " at " + where + " (" + Fault.shown(cause)
                        + "): as the owner of the tables, " + grants(tables),
                cause);
    }

    static IllegalStateException broken(
            String where, Dialect dialect, Tables tables, String table, SQLException cause) {
        return new IllegalStateException(
                table + " is missing or has another form at " + where + " (" + Fault.shown(cause)
                        + "), though "
                        + tables.version() + " says that it is installed: run " + script(dialect, tables)
                        + " as the owner of the tables, or drop " + tables.version() + " and start again",
                cause);
    }

    static IllegalStateException readOnly(String where, SQLException cause) {
        return new IllegalStateException(
                "Connections to " + where + " are for reading only (" + Fault.shown(cause)
                        + "): give Terrace a DataSource without readOnly, on the primary",
                cause);
    }

    private static String script(Dialect dialect, Tables tables) {
        String real = tables.in("terrace_", false);
        String file =
                Scripts.ROOT + dialect.directory() + "/V1.sql and what follows it (in the jar of terrace-cache-jdbc";
        return file + (real.equals(Tables.DEFAULT_PREFIX) ? ")" : ", with " + real + " for terrace_)");
    }

    private static String grants(Tables tables) {
        return "GRANT SELECT ON " + tables.version() + " and GRANT SELECT, INSERT, UPDATE, DELETE ON "
                + String.join(", ", tables.data()) + " to the service's user";
    }

    private static String place(Tables tables) {
        return tables.schema() == null ? " in its default schema" : " in the schema " + tables.schema();
    }
}
