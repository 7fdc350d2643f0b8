package dev.terrace.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which environment of a document of flags holds here. It follows from properties and profiles alone, never from what a document happens to have:
 * so a node whose store is away is in no other environment than the rest.
 */
final class FlagEnvironment {

    private static final Map<String, String> USUAL = Map.of(
            "prod", "production",
            "production", "production",
            "stage", "staging",
            "staging", "staging",
            "dev", "development",
            "development", "development");

    private FlagEnvironment() {}

    /** Its name; null for none. */
    static @Nullable String of(TerraceFlagsProperties flags, String[] profiles) {
        if (flags.environment() != null) {
            return flags.environment().isBlank() ? null : flags.environment().strip();
        }
        Map<String, String> byProfile = new LinkedHashMap<>(USUAL);
        byProfile.putAll(flags.environments());
        Set<String> named = new LinkedHashSet<>();
        List<String> by = new ArrayList<>();
        for (String profile : profiles) {
            String environment = byProfile.get(profile);
            if (environment != null) {
                named.add(environment);
                by.add(profile);
            }
        }
        if (named.size() > 1) {
            throw new TerraceConfigurationException(
                    "The active profiles " + by + " name several environments of flags: " + named + ".",
                    "Say which one holds by terrace.flags.environment, or change terrace.flags.environments.",
                    null);
        }
        return named.isEmpty() ? null : named.iterator().next();
    }
}
