package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.profile.ProfileStore;
import dev.terrace.spring.actuate.CacheWarming;
import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.upkeep.CacheProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Remembers the hottest keys of Spring's caches, and warms their heaps, where {@code terrace.cache.profile.enabled} is true.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TerraceCacheAutoConfiguration.class)
@ConditionalOnBooleanProperty("terrace.cache.profile.enabled")
@ConditionalOnBean(TerraceCacheManager.class)
@ConditionalOnMissingBean(CacheProfiles.class)
@EnableConfigurationProperties(TerraceProfileProperties.class)
public final class TerraceProfileAutoConfiguration {

    /** Made by Spring. */
    TerraceProfileAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    CacheProfiles terraceCacheProfiles(Terrace terrace, TerraceProfileProperties properties) {
        Path directory = properties.directory();
        if (directory != null) {
            try {
                Files.createDirectories(directory);
            } catch (IOException impossible) {
                throw new TerraceConfigurationException(
                        "terrace.cache.profile.directory is no directory, and cannot be made: " + directory,
                        "Name one that the application may write to, or leave it out.",
                        impossible);
            }
        }
        return new CacheProfiles(
                terrace,
                properties.maximumKeys(),
                name -> directory == null ? null : ProfileStore.file(directory.resolve(name + ".profile")));
    }

    @Bean
    @ConditionalOnBooleanProperty("terrace.cache.profile.warm-at-start")
    ApplicationListener<ContextRefreshedEvent> terraceWarmingAtStart(
            TerraceCacheManager manager, CacheProfiles profiles) {
        return refreshed -> {
            manager.openKnown();
            profiles.warmings().forEach(CacheWarming::start);
        };
    }
}
