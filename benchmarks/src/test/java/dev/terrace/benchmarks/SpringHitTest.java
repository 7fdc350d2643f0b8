package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/** What the suite compares is what it says. */
class SpringHitTest {

    @ParameterizedTest
    @ValueSource(strings = {"CaffeineCacheManager", "TerraceCacheManager"})
    void open_propertiesOfEach_giveItsManager(String manager) {
        String[] properties = manager.startsWith("Caffeine") ? SpringShop.ON_CAFFEINE : SpringShop.ON_TERRACE;
        try (ConfigurableApplicationContext context = SpringShop.open(properties)) {
            assertThat(context.getBean(CacheManager.class).getClass().getSimpleName())
                    .isEqualTo(manager);
            SpringShop.Catalogue catalogue = context.getBean(SpringShop.Catalogue.class);
            assertThat(catalogue.product("a")).isSameAs(catalogue.product("a"));
            assertThat(catalogue.synced("a")).isSameAs(catalogue.synced("a"));
            assertThat(catalogue.calls()).isEqualTo(2);
        }
    }

    @Test
    void close_afterAMiss_failsTheFork() {
        SpringHit.OnTerrace held = new SpringHit.OnTerrace();
        assertThat(held.catalogue.product(Items.all().get(0)))
                .isEqualTo(Items.item(Items.all().get(0)));
        held.catalogue.product("unknown");
        assertThatIllegalStateException().isThrownBy(held::close).withMessage("1 calls were not hits");
    }
}
