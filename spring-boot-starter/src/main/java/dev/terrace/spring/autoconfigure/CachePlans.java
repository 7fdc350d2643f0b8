package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.Freshness;
import dev.terrace.cache.TierSettings;
import dev.terrace.cache.spi.Tier;
import dev.terrace.spring.autoconfigure.CacheSettings.Far;
import dev.terrace.spring.autoconfigure.CacheSettings.Kind;
import dev.terrace.spring.autoconfigure.CacheSettings.TierName;
import dev.terrace.spring.cache.Blueprint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/** How the caches of each name are made, by the properties. Immutable and thread-safe. */
final class CachePlans implements Function<String, Blueprint> {

    private final CacheSettings defaults;
    private final Map<String, CacheSettings> named;
    private final Map<TierName, FarStore> stores = new LinkedHashMap<>();

    CachePlans(TerraceCacheProperties properties, List<FarStore> stores) {
        defaults = properties.defaults();
        named = properties.caches();
        add(TierName.REDIS, TerraceProperties.Partner.REDIS, stores);
        add(TierName.JDBC, TerraceProperties.Partner.JDBC, stores);
    }

    private void add(TierName tier, TerraceProperties.Partner partner, List<FarStore> all) {
        all.stream()
                .filter(store -> store.partner() == partner)
                .findFirst()
                .ifPresent(store -> stores.put(tier, store));
    }

    /** One name's settings, and those of all. */
    private record Both(String name, CacheSettings own, CacheSettings all) {

        <T> @Nullable T get(Function<CacheSettings, @Nullable T> setting) {
            T mine = setting.apply(own);
            return mine != null ? mine : setting.apply(all);
        }

        <T> T get(Function<CacheSettings, @Nullable T> setting, T otherwise) {
            T found = get(setting);
            return found != null ? found : otherwise;
        }

        /** As it may be corrected. */
        String property(String setting) {
            return "terrace.cache.caches." + name + "." + setting + " (or terrace.cache.defaults." + setting + ")";
        }
    }

    @Override
    public Blueprint apply(String name) {
        Both both = new Both(name, named.getOrDefault(name, CacheSettings.NONE), defaults);
        Kind preset = both.get(CacheSettings::preset);
        Map<Tier, Consumer<TierSettings>> far = new LinkedHashMap<>();
        stores.forEach((tier, store) -> {
            if (has(both, preset, tier)) {
                far.put(
                        store.tier(),
                        settings(both, preset, tier == TierName.REDIS ? CacheSettings::redis : CacheSettings::jdbc));
            }
        });
        requireConfigured(both);
        boolean heap = has(both, preset, TierName.HEAP) || far.isEmpty();
        return new Blueprint(
                heap,
                far,
                both.get(CacheSettings::allowNullValues, Boolean.TRUE),
                ValueTypeText.parsed(both.get(CacheSettings::valueType), both.property("value-type")),
                builder -> set(builder, both, preset, heap));
    }

    private static boolean has(Both both, @Nullable Kind preset, TierName tier) {
        Set<TierName> named = both.get(CacheSettings::tiers);
        if (named != null) {
            return named.contains(tier);
        }
        return preset == null || preset.has(tier);
    }

    private void requireConfigured(Both both) {
        Set<TierName> named = both.get(CacheSettings::tiers);
        for (TierName tier : named == null ? Set.<TierName>of() : named) {
            if (tier != TierName.HEAP && !stores.containsKey(tier)) {
                throw new TerraceConfigurationException(
                        both.property("tiers") + " names " + tier.name().toLowerCase(Locale.ROOT)
                                + ", which is not configured.",
                        tier == TierName.REDIS
                                ? "Configure a connection by spring.data.redis.host or terrace.cache.redis.url, or leave the tier out."
                                : "Set terrace.cache.jdbc.enabled=true, or leave the tier out.",
                        null);
            }
        }
    }

    private static Consumer<TierSettings> settings(
            Both both, @Nullable Kind preset, Function<CacheSettings, Far> tier) {
        Duration life = both.get(settings -> tier.apply(settings).expireAfterWrite());
        Duration timeout = both.get(settings -> tier.apply(settings).timeout());
        return settings -> {
            if (life != null || preset != null) {
                settings.expireAfterWrite(
                        life != null ? life : Objects.requireNonNull(preset).life());
            }
            if (timeout != null) {
                settings.timeout(timeout);
            }
        };
    }

    private static void set(
            CacheBuilder<Object, @Nullable Object> builder, Both both, @Nullable Kind preset, boolean heap) {
        if (heap) {
            Long size = both.get(settings -> settings.heap().maximumSize());
            Duration life = both.get(settings -> settings.heap().expireAfterWrite());
            builder.heap(settings -> {
                if (size != null) {
                    settings.maximumSize(size);
                }
                if (life != null || preset != null) {
                    settings.expireAfterWrite(
                            life != null ? life : Objects.requireNonNull(preset).life());
                }
            });
        }
        Duration absent = both.get(CacheSettings::expireAbsentAfter);
        if (absent != null) {
            builder.expireAbsentAfter(absent);
        }
        builder.expiryJitter(both.get(CacheSettings::expiryJitter, 0.0));
        builder.freshness(freshness(both));
        builder.dependsOn(both.all().dependsOn().toArray(String[]::new));
        builder.dependsOn(both.own().dependsOn().toArray(String[]::new));
    }

    private static Freshness freshness(Both both) {
        Freshness freshness = Freshness.strict()
                .staleWhileRevalidate(both.get(CacheSettings::staleWhileRevalidate, Duration.ZERO))
                .staleIfError(both.get(CacheSettings::staleIfError, Duration.ZERO));
        Duration soft = both.get(CacheSettings::softTimeout);
        if (soft != null) {
            freshness = freshness.softTimeout(soft);
        }
        Duration deadline = both.get(CacheSettings::deadline);
        return deadline == null ? freshness : freshness.deadline(deadline);
    }

    /** A type that is written as Java writes it. */
    private static final class ValueTypeText {

        private ValueTypeText() {}

        static @Nullable ResolvableType parsed(@Nullable String text, String property) {
            if (text == null) {
                return null;
            }
            try {
                return type(TypeFactory.createDefaultInstance().constructFromCanonical(text.replace(" ", "")));
            } catch (IllegalArgumentException unknown) {
                throw new TerraceConfigurationException(
                        property + " names no type that is there: " + text,
                        "Write the full name of a class, with those of its parameters, such as java.util.List<com.acme.Product>.",
                        unknown);
            }
        }

        private static ResolvableType type(JavaType type) {
            ResolvableType[] generics = new ResolvableType[type.containedTypeCount()];
            for (int i = 0; i < generics.length; i++) {
                generics[i] = type(Objects.requireNonNull(type.containedType(i)));
            }
            return generics.length == 0
                    ? ResolvableType.forClass(type.getRawClass())
                    : ResolvableType.forClassWithGenerics(type.getRawClass(), generics);
        }
    }
}
