package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.Faults;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The environments of a document, and what each makes of a flag: what it inherits, laid over first, then its own. */
final class Overlays {

    private static final Set<String> USUAL = new LinkedHashSet<>(List.of("development", "staging", "production"));

    private final @Nullable Mapping environments;

    Overlays(@Nullable Mapping environments) {
        this.environments = environments;
    }

    Set<String> names() {
        return environments == null ? USUAL : environments.entries().keySet();
    }

    /** Notes what is inherited from nowhere, or from itself. */
    void check(Faults faults) {
        if (environments == null) {
            return;
        }
        for (String name : environments.entries().keySet()) {
            Mapping environment = environments.mapping(name);
            String parent = parent(name);
            if (environment == null || parent == null) {
                continue;
            }
            if (!names().contains(parent)) {
                faults.add(
                        environment.placeOf("inherits"),
                        "there is no environment \"" + parent + "\"",
                        "declare it under environments, or correct the name");
            } else if (chain(name).size() > names().size()) {
                faults.add(
                        environment.placeOf("inherits"),
                        "environment \"" + name + "\" inherits from itself",
                        "take one of the \"inherits\" out");
            }
        }
    }

    /** Notes environments of a flag that are not declared. */
    void check(Mapping flag, Faults faults) {
        Mapping own = flag.mapping("environments");
        if (own == null) {
            return;
        }
        own.entries().forEach((name, node) -> {
            if (!names().contains(name)) {
                faults.add(
                        node.place(),
                        "there is no environment \"" + name + "\"",
                        "name one of " + names() + ", or declare it under environments");
            }
        });
    }

    /** The flag as it is in an environment; null for none. */
    Mapping of(Mapping flag, @Nullable String environment) {
        Mapping own = flag.mapping("environments");
        if (own == null || environment == null) {
            return flag;
        }
        Map<String, DocumentNode> entries = new LinkedHashMap<>(flag.entries());
        for (String name : chain(environment)) {
            Mapping overlay = own.mapping(name);
            if (overlay != null) {
                entries.putAll(overlay.entries());
            }
        }
        return new Mapping(flag.place(), entries);
    }

    /** What an environment inherits from, the most remote first, and itself. Ends also where it goes round. */
    private Deque<String> chain(String name) {
        Deque<String> chain = new ArrayDeque<>();
        for (String one = name; one != null && chain.size() <= names().size(); one = parent(one)) {
            chain.push(one);
        }
        return chain;
    }

    private @Nullable String parent(String name) {
        Mapping environment = environments == null ? null : environments.mapping(name);
        return environment == null ? null : environment.text("inherits");
    }
}
