package dev.terrace.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What flags are told.
 *
 * <p>Immutable and thread-safe.
 *
 * @param enabled Whether flags are configured at all.
 * @param locations Comma-separated list of documents, such as classpath:flags.yaml or conf/flags.json. The first one that gives something rules; after
 *     a store they stand by.
 * @param environment Environment of the document that holds here. By default the one that the active profiles name; empty for none.
 * @param environments Environments by the profile that names each, beside production (prod, production), staging (stage, staging) and development
 *     (dev, development).
 * @param undefined What becomes of a start at which code names flags that are not defined.
 * @param startWithDefaults Whether the application starts though there are no definitions at all.
 * @param patience Time for which the start waits for the first definitions.
 * @param lastKnownGood File that keeps what was in force last, for a start at which its source cannot be read.
 * @param store Store that keeps definitions and takes changes.
 * @param web For whom flags are evaluated in web requests, and what is recorded of that.
 * @param openfeature How flags are given to OpenFeature.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace.flags")
public record TerraceFlagsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue List<String> locations,
        @Nullable String environment,
        @DefaultValue Map<String, String> environments,
        @DefaultValue("fail") Undefined undefined,
        @DefaultValue("false") boolean startWithDefaults,
        @DefaultValue("10s") Duration patience,
        @Nullable Path lastKnownGood,
        @DefaultValue Store store,
        @DefaultValue Web web,
        @DefaultValue Openfeature openfeature) {

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public TerraceFlagsProperties {
        Bounds.duration("patience", patience, Bounds.SHORTEST, Duration.ofMinutes(10));
        locations = List.copyOf(locations);
        environments = Map.copyOf(environments);
    }

    /** What becomes of a start at which code names flags that are not defined. */
    public enum Undefined {
        /** It fails, and all of them are told. */
        FAIL,
        /** They are logged, and answer their defaults until they are defined. */
        WARN
    }

    /**
     * A store that keeps definitions and takes changes.
     *
     * @param type Where it is. By default there is none.
     * @param collection Name under which definitions are stored.
     * @param pollInterval Pause between looks at the store where nobody has told of a change.
     * @param seed Whether a store that was never changed begins with the first document of terrace.flags.locations that can be read.
     * @param node Name of this instance in records of what has arrived by file or variable. By default the one of its host.
     */
    public record Store(
            @DefaultValue("none") Type type,
            @DefaultValue("flags") String collection,
            @DefaultValue("500ms") Duration pollInterval,
            @DefaultValue("true") boolean seed,
            @Nullable String node) {

        /** Checks the bounds. */
        public Store {
            Bounds.duration("poll-interval", pollInterval, Duration.ofMillis(10), Duration.ofHours(1));
            if (collection.isBlank() || collection.length() > 100) {
                throw new IllegalArgumentException("collection must have 1 to 100 characters: '" + collection + "'");
            }
            if (node != null && (node.isBlank() || node.length() > 200)) {
                throw new IllegalArgumentException("node must have 1 to 200 characters: '" + node + "'");
            }
        }

        /** Where a store is. */
        public enum Type {
            /** Nowhere. */
            NONE,
            /** On the Redis that is configured. */
            REDIS,
            /** In the application's database. */
            JDBC
        }
    }

    /**
     * For whom flags are evaluated in web requests, and what is recorded of that.
     *
     * @param unitFromPrincipal Whether the authenticated user's name is the unit.
     * @param unitHeader Header whose value is the unit where no user is authenticated. Whoever may send it chooses what he is shown.
     * @param attributes Headers by the attribute that each becomes, such as country=X-Country.
     * @param exposuresWaiting Most exposures that wait for the application's FlagExposureListener. Further ones are dropped and counted.
     */
    public record Web(
            @DefaultValue("true") boolean unitFromPrincipal,
            @Nullable String unitHeader,
            @DefaultValue Map<String, String> attributes,
            @DefaultValue("10000") int exposuresWaiting) {

        /** Checks the bounds. */
        public Web {
            Bounds.number("exposures-waiting", exposuresWaiting, 1, 10_000_000);
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * How flags are given to OpenFeature.
     *
     * @param register Whether OpenFeature's API, of which there is one in a process, gets a provider.
     * @param domain Domain of the clients that it answers. By default those that no other provider answers.
     * @param flagSet Name of the set of flags, which is told with evaluations.
     */
    public record Openfeature(
            @DefaultValue("false") boolean register,
            @Nullable String domain,
            @Nullable String flagSet) {}
}
