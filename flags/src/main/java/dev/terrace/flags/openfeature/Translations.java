package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.ImmutableMetadata;
import dev.terrace.flags.Evaluation;
import dev.terrace.flags.FlagInfo;
import dev.terrace.flags.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * What the SDK is told of a snapshot's answers besides a plain value: metadata of each flag and rule. Made when first
 * asked for and kept as long as the snapshot, so that evaluating costs two look-ups. Bounded: only flags and rules that the
 * snapshot has come in here.
 */
/** Thread-safe. */
final class Translations {

    private final Snapshot snapshot;
    private final @Nullable String flagSet;
    private final Map<String, Translation> flags = new ConcurrentHashMap<>();

    Translations(Snapshot snapshot, @Nullable String flagSet) {
        this.snapshot = snapshot;
        this.flagSet = flagSet;
    }

    boolean areOf(Snapshot other) {
        return snapshot == other;
    }

    /** Of the flag that answered; it is one of the snapshot. */
    Translation of(Evaluation<?> answer) {
        Translation known = flags.get(answer.key());
        return known == null ? flags.computeIfAbsent(answer.key(), this::make) : known;
    }

    private Translation make(String key) {
        return new Translation(snapshot.info(key), flagSet);
    }

    /** Of one flag. */
    static final class Translation {
        private final @Nullable FlagInfo info;
        private final @Nullable String flagSet;
        private final ImmutableMetadata plain;
        private final Map<String, ImmutableMetadata> byRule = new ConcurrentHashMap<>();

        Translation(@Nullable FlagInfo info, @Nullable String flagSet) {
            this.info = info;
            this.flagSet = flagSet;
            plain = make(null);
        }

        ImmutableMetadata metadata(Evaluation<?> answer) {
            String rule = answer.rule();
            if (rule == null) {
                return plain;
            }
            ImmutableMetadata known = byRule.get(rule);
            return known == null ? byRule.computeIfAbsent(rule, this::make) : known;
        }

        private ImmutableMetadata make(@Nullable String rule) {
            var metadata = ImmutableMetadata.builder();
            add(metadata, "flagSetId", flagSet);
            add(metadata, "rule", rule);
            if (info != null) {
                add(metadata, "version", info.version() == 0 ? null : Long.toString(info.version()));
                add(metadata, "owner", info.owner());
                add(metadata, "category", info.category());
                add(metadata, "expires", info.expires() == null ? null : String.valueOf(info.expires()));
                info.metadata().forEach((name, value) -> add(metadata, name, value));
            }
            return metadata.build();
        }

        private static void add(
                ImmutableMetadata.ImmutableMetadataBuilder metadata, String name, @Nullable Object value) {
            if (value instanceof String text) {
                metadata.addString(name, text);
            } else if (value instanceof Boolean truth) {
                metadata.addBoolean(name, truth);
            } else if (value instanceof Double number) {
                metadata.addDouble(name, number);
            } else if (value instanceof Long whole) {
                if (whole == whole.intValue()) {
                    metadata.addInteger(name, whole.intValue());
                } else {
                    metadata.addLong(name, whole);
                }
            }
        }
    }
}
