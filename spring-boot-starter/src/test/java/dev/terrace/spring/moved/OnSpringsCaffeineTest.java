package dev.terrace.spring.moved;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.ClassUtils;

/** Before: Boot's own support of Caffeine. The build runs this without anything of Terrace on the class path. */
@TestPropertySource("/moved/before.properties")
class OnSpringsCaffeineTest extends LibraryTests {

    @Test
    void terrace_before_isNotThere() {
        assertThat(List.of("dev.terrace.cache.Terrace", "dev.terrace.spring.cache.TerraceCacheManager"))
                .as("only the execution before-the-move of the build runs this as it should")
                .noneMatch(name -> ClassUtils.isPresent(name, null));
    }

    @Test
    void manager_before_isSprings(@Autowired CacheManager manager) {
        assertThat(manager.getClass().getName()).isEqualTo("org.springframework.cache.caffeine.CaffeineCacheManager");
    }
}
