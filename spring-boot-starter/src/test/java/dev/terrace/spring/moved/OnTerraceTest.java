package dev.terrace.spring.moved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.HeapControl;
import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.cache.TerraceSpringCache;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.test.context.TestPropertySource;

/** After: the same application and the same tests, with other properties. */
@TestPropertySource("/moved/after.properties")
class OnTerraceTest extends LibraryTests {

    @Test
    void manager_after_isTerracesWithTheSameBounds(@Autowired CacheManager manager) {
        assertThat(manager).isInstanceOf(TerraceCacheManager.class);
        TerraceSpringCache books = (TerraceSpringCache) Objects.requireNonNull(manager.getCache("books"));
        HeapControl<?> heap = Objects.requireNonNull(books.getNativeCache().heap());
        assertThat(heap.maximum()).isEqualTo(10_000);
        assertThat(heap.expireAfterWrite()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void properties_ofTheMove_areFiveAtMost() throws IOException {
        Properties before = properties("/moved/before.properties");
        Properties after = properties("/moved/after.properties");
        assertThat(after.stringPropertyNames())
                .filteredOn(name -> !after.getProperty(name).equals(before.getProperty(name)))
                .hasSizeBetween(1, 5)
                .allMatch(name -> name.startsWith("terrace."));
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(OnTerraceTest.class.getResourceAsStream(name))) {
            properties.load(in);
        }
        return properties;
    }
}
