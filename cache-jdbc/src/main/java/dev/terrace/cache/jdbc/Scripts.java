package dev.terrace.cache.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The DDL that lies beside this class: for each dialect a directory, in it for each version of the schema a script. */
final class Scripts {

    /** Where the scripts lie on the class path. */
    static final String ROOT = "dev/terrace/cache/jdbc/schema/";

    private Scripts() {}

    /** The statements of the script that leads to a version. */
    static List<String> statements(String directory, int version) {
        String path = "/" + directory + "/V" + version + ".sql";
        try (InputStream resource = Scripts.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new IllegalStateException(path + " is missing from the jar of terrace-cache-jdbc");
            }
            return split(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** A statement ends with a line that ends with a semicolon, unless it stands between {@code $$}. Comment lines go. */
    static List<String> split(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        boolean quoted = false;
        for (String line : script.lines().map(String::stripTrailing).toList()) {
            if (line.isEmpty() || line.stripLeading().startsWith("--")) {
                continue;
            }
            quoted ^= (line.length() - line.replace("$$", "").length()) % 4 == 2;
            statement.append(line).append('\n');
            if (line.endsWith(";") && !quoted) {
                statements.add(statement.substring(0, statement.length() - 2));
                statement.setLength(0);
            }
        }
        return statements;
    }
}
