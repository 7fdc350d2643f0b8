package dev.terrace.spring.moved;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.test.context.TestPropertySource;

/** Before: Boot's own support of Caffeine. The starter lies on the class path of these tests, and is told to do nothing. */
@TestPropertySource(locations = "/moved/before.properties", properties = "terrace.enabled=false")
class OnSpringsCaffeineTest extends LibraryTests {

    @Test
    void manager_before_isSprings(@Autowired CacheManager manager) {
        assertThat(manager.getClass().getName()).isEqualTo("org.springframework.cache.caffeine.CaffeineCacheManager");
    }
}
