package dev.terrace.flags.source;

import dev.terrace.flags.Setting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Tells what came from outside of any audited door, once for each digest. Used by the feed's one thread. */
final class Arrivals {

    static final String VARIABLES = "environment variables";

    private static final int REMEMBERED = 1_000;

    private final Setting setting;
    private final Set<String> names;
    private final Teller teller;
    private final Set<String> told = new LinkedHashSet<>();

    /** Tells of the variables at once, if there are any. */
    Arrivals(Setting setting, Teller teller) {
        this.setting = setting;
        this.teller = teller;
        SortedMap<String, String> variables = setting.flagVariables();
        names = Set.copyOf(variables.keySet());
        if (!variables.isEmpty()) {
            tell(VARIABLES, digest(variables));
        }
    }

    void tell(String source, String digest) {
        if (!told.add(source + "\0" + digest)) {
            return;
        }
        if (told.size() > REMEMBERED) {
            told.remove(told.iterator().next());
        }
        teller.tell(new SourceEvent.Arrived(source, digest, setting.environment(), names));
    }

    /** Values may be secrets of somebody who chose the prefix by chance; a digest is all that leaves the node. */
    private static String digest(SortedMap<String, String> variables) {
        MessageDigest digest = Document.sha256();
        for (Map.Entry<String, String> one : variables.entrySet()) {
            // No variable has a NUL, in its name or in its value.
            digest.update((one.getKey() + "\0" + one.getValue() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
