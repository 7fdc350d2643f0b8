package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows of the properties. */
class MetadataTest {

    @Test
    void autoConfigurations_areAllNamedToBoot() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(
                        TerraceAutoConfiguration.class.getName(),
                        TerraceCacheAutoConfiguration.class.getName(),
                        TerraceFlagsAutoConfiguration.class.getName(),
                        TerraceEndpointsAutoConfiguration.class.getName(),
                        TerraceHealthAutoConfiguration.class.getName(),
                        TerraceMetricsAutoConfiguration.class.getName(),
                        TerraceObservationAutoConfiguration.class.getName());
    }

    @Test
    void properties_allHaveATypeAndADescriptionOfBootsForm() throws Exception {
        JsonNode metadata;
        try (InputStream in = Objects.requireNonNull(
                TerraceProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            metadata = new JsonMapper().readTree(in);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode property : metadata.get("properties")) {
            String name = property.get("name").asString();
            names.add(name);
            assertThat(property.path("type").asString("")).as(name).isNotEmpty();
            String description = property.path("description").asString("");
            assertThat(description)
                    .as(name)
                    .isNotEmpty()
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ");
            if (property.get("type").asString().endsWith("Boolean")) {
                assertThat(description).as(name).startsWith("Whether");
            }
        }
        assertThat(names)
                .contains(
                        "terrace.enabled",
                        "terrace.namespace",
                        "terrace.cache.caches",
                        "terrace.cache.defaults.preset",
                        "terrace.cache.defaults.heap.maximum-size",
                        "terrace.cache.defaults.redis.timeout",
                        "terrace.cache.redis.url",
                        "terrace.cache.jdbc.enabled",
                        "terrace.cache.transactions.enabled",
                        "terrace.cache.tuning.enabled",
                        "terrace.cache.tuning.every",
                        "terrace.cache.profile.directory",
                        "terrace.cache.profile.warm-at-start");
    }
}
