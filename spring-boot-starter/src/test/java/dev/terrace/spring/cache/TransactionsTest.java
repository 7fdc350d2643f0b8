package dev.terrace.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Terrace;
import dev.terrace.spring.autoconfigure.TerraceAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceCacheAutoConfiguration;
import dev.terrace.testkit.Proves;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@Proves("CACHE-5")
class TransactionsTest {

    private static final AnnotationConfigApplicationContext CONTEXT =
            new AnnotationConfigApplicationContext(Application.class);

    private final Shop shop = CONTEXT.getBean(Shop.class);
    private final JdbcTemplate jdbc = CONTEXT.getBean(JdbcTemplate.class);
    private final Terrace terrace = CONTEXT.getBean(Terrace.class);
    private final PlatformTransactionManager transactions = CONTEXT.getBean(PlatformTransactionManager.class);
    private final Cache cache =
            Objects.requireNonNull(CONTEXT.getBean(CacheManager.class).getCache("names"));

    @BeforeEach
    void reset() {
        cache.clear();
        jdbc.update("DELETE FROM product");
        jdbc.update("INSERT INTO product VALUES (1, 'lamp')");
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @EnableCaching
    @ImportAutoConfiguration({TerraceAutoConfiguration.class, TerraceCacheAutoConfiguration.class})
    static class Application {

        @Bean
        DataSource dataSource() {
            DataSource made = new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build();
            new JdbcTemplate(made).execute("CREATE TABLE product (id BIGINT PRIMARY KEY, name VARCHAR(20))");
            return made;
        }

        @Bean
        JdbcTemplate jdbcTemplate(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }

        @Bean
        Shop shop(JdbcTemplate jdbc) {
            return new Shop(jdbc);
        }
    }

    static class Shop {

        private final JdbcTemplate jdbc;

        Shop(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Cacheable("names")
        public @Nullable String name(long id) {
            return jdbc.queryForObject("SELECT name FROM product WHERE id = ?", String.class, id);
        }

        @Cacheable(cacheNames = "names", sync = true)
        public @Nullable String nameInSync(long id) {
            return name(id);
        }

        @Cacheable("names")
        @Transactional
        public @Nullable String nameInItsOwn(long id) {
            return name(id);
        }

        @Cacheable("names")
        @DependsOnData("product:{#id}")
        public @Nullable String named(long id) {
            return name(id);
        }

        @CacheEvict(cacheNames = "names", key = "#id")
        public void rename(long id, String name) {
            jdbc.update("UPDATE product SET name = ? WHERE id = ?", name, id);
        }

        @CachePut(cacheNames = "names", key = "#id")
        public String save(long id, String name) {
            jdbc.update("UPDATE product SET name = ? WHERE id = ?", name, id);
            return name;
        }

        @CacheEvict(cacheNames = "names", allEntries = true, beforeInvocation = true)
        public void renameAll(String name) {
            jdbc.update("UPDATE product SET name = ?", name);
        }

        @InvalidatesData("product:{#id}")
        public void touch(long id) {
            jdbc.update("UPDATE product SET name = name || '!' WHERE id = ?", id);
        }
    }

    private void inTransaction(boolean readOnly, boolean commit, Consumer<TransactionTemplate> work) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setReadOnly(readOnly);
        template.executeWithoutResult(status -> {
            work.accept(template);
            if (!commit) {
                status.setRollbackOnly();
            }
        });
    }

    private void writing(Runnable work) {
        inTransaction(false, true, template -> work.run());
    }

    private void reading(Runnable work) {
        inTransaction(true, true, template -> work.run());
    }

    private @Nullable Object cached() {
        return elsewhere(() -> {
            Cache.ValueWrapper found = cache.get(1L);
            return found == null ? null : found.get();
        });
    }

    /** Outside this thread's transaction. */
    private <T extends @Nullable Object> T elsewhere(java.util.function.Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, terrace.host().executor()).join();
    }

    @Test
    void evict_takesEffectAfterTheCommit() {
        shop.name(1);
        writing(() -> {
            shop.rename(1, "chair");
            assertThat(cached()).as("for others").isEqualTo("lamp");
            assertThat(shop.name(1)).as("for itself").isEqualTo("chair");
            assertThat(cached()).isEqualTo("lamp");
        });
        assertThat(cached()).isNull();
        assertThat(shop.name(1)).isEqualTo("chair");
    }

    @Test
    void evict_rolledBack_neverHappens() {
        shop.name(1);
        inTransaction(false, false, template -> shop.rename(1, "chair"));
        assertThat(cached()).isEqualTo("lamp");
        assertThatThrownBy(() -> writing(() -> {
                    shop.rename(1, "chair");
                    throw new IllegalStateException("expected");
                }))
                .hasMessage("expected");
        assertThat(cached()).isEqualTo("lamp");
    }

    @Test
    void put_takesEffectAfterTheCommit_andNeverOnRollback() {
        writing(() -> {
            shop.save(1, "chair");
            assertThat(cached()).isNull();
        });
        assertThat(cached()).isEqualTo("chair");
        inTransaction(false, false, template -> shop.save(1, "sofa"));
        assertThat(cached()).isEqualTo("chair");
        writing(() -> {
            cache.putIfAbsent(1L, "desk");
            assertThat(cache.putIfAbsent(2L, "desk")).isNull();
            assertThat(elsewhere(() -> cache.get(2L))).isNull();
        });
        assertThat(cached()).isEqualTo("chair");
        assertThat(cache.get(2L, String.class)).isEqualTo("desk");
    }

    @Test
    void clear_takesEffectAfterTheCommit() {
        shop.name(1);
        writing(() -> {
            cache.clear();
            assertThat(cached()).isEqualTo("lamp");
            assertThat(cache.get(1L)).as("for itself").isNull();
        });
        assertThat(cached()).isNull();
    }

    @Test
    void immediateEviction_isRepeatedAfterTheCommit() {
        shop.name(1);
        writing(() -> {
            shop.renameAll("chair");
            assertThat(cached()).isNull();
            assertThat(elsewhere(() -> shop.name(1)))
                    .as("the old one, read by others meanwhile")
                    .isEqualTo("lamp");
        });
        assertThat(shop.name(1)).isEqualTo("chair");
        writing(() -> {
            jdbc.update("UPDATE product SET name = 'sofa'");
            assertThat(cache.evictIfPresent(1L)).isTrue();
            assertThat(elsewhere(() -> shop.name(1))).isEqualTo("chair");
        });
        assertThat(shop.name(1)).isEqualTo("sofa");
    }

    @Test
    void load_inATransactionThatMayHaveWritten_isNotCached() {
        long before = ((TerraceSpringCache) cache).loadsNotCached();
        writing(() -> {
            jdbc.update("UPDATE product SET name = 'chair'");
            assertThat(shop.name(1)).isEqualTo("chair");
            assertThat(shop.nameInSync(1)).isEqualTo("chair");
        });
        assertThat(cached()).isNull();
        assertThat(((TerraceSpringCache) cache).loadsNotCached()).isGreaterThan(before);
        inTransaction(false, false, template -> {
            jdbc.update("UPDATE product SET name = 'sofa'");
            assertThat(cache.get(1L, () -> "sofa")).isEqualTo("sofa");
            assertThat(cache.retrieve(1L, () -> CompletableFuture.completedFuture("sofa"))
                            .join())
                    .isEqualTo("sofa");
        });
        assertThat(cached()).isNull();
    }

    @Test
    void load_inAReadOnlyTransaction_isCached() {
        reading(() -> shop.name(1));
        assertThat(cached()).isEqualTo("lamp");
        cache.clear();
        reading(() -> assertThat(shop.nameInSync(1)).isEqualTo("lamp"));
        assertThat(cached()).isEqualTo("lamp");
        cache.clear();
        reading(() -> cache.retrieve(1L, () -> CompletableFuture.completedFuture("lamp"))
                .join());
        assertThat(cached()).isEqualTo("lamp");
    }

    @Test
    void load_inAReadOnlyTransactionThatHasEvicted_isNotCached() {
        reading(() -> {
            cache.evict(2L);
            shop.name(1);
        });
        assertThat(cached()).isNull();
    }

    @Test
    void load_stampIsFromBeforeTheTransaction() {
        reading(() -> {
            elsewhere(() -> {
                shop.rename(1, "chair"); // and its eviction
                return "";
            });
            assertThat(cache.get(1L, () -> "as the snapshot has it")).isEqualTo("as the snapshot has it");
        });
        assertThat(cached()).isNull();
    }

    @Test
    void load_ofAMethodWithItsOwnTransaction_isCached() {
        shop.nameInItsOwn(1);
        assertThat(cached()).isEqualTo("lamp");
    }

    @Test
    void load_inATransactionThatBeganUnseen_isNotCached() {
        DataSourceTransactionManager unseen = new DataSourceTransactionManager(CONTEXT.getBean(DataSource.class));
        TransactionTemplate template = new TransactionTemplate(unseen);
        template.setReadOnly(true);
        template.executeWithoutResult(status -> shop.name(1));
        assertThat(cached()).isNull();
        shop.name(1);
        template.setReadOnly(false);
        template.executeWithoutResult(status -> shop.rename(1, "chair"));
        assertThat(cached()).isNull();
    }

    @Test
    void suspendedTransaction_keepsItsOwn() {
        shop.name(1);
        inTransaction(false, false, template -> {
            shop.rename(1, "chair");
            TransactionTemplate inner = new TransactionTemplate(transactions);
            inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            inner.executeWithoutResult(status -> cache.put(2L, "desk"));
            assertThat(elsewhere(() -> cache.get(2L, String.class))).isEqualTo("desk");
            assertThat(cache.get(1L)).as("resumed").isNull();
        });
        assertThat(cached()).isEqualTo("lamp");
    }

    @Test
    void dependencies_areInvalidatedAfterTheCommit() {
        shop.named(1);
        inTransaction(false, false, template -> shop.touch(1));
        assertThat(cached()).isEqualTo("lamp");
        writing(() -> {
            shop.touch(1);
            assertThat(cached()).isEqualTo("lamp");
            assertThat(shop.named(1)).as("for itself").isEqualTo("lamp!");
        });
        assertThat(cached()).isNull();
    }

    @Test
    void afterTheCommit_changesAreAtOnce_andSeen() {
        shop.name(1);
        writing(() -> {
            shop.rename(1, "chair");
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    assertThat(cached()).isNull();
                    cache.put(2L, "desk");
                    assertThat(elsewhere(() -> cache.get(2L, String.class))).isEqualTo("desk");
                }
            });
        });
        assertThat(cached()).isNull();
    }

    @Test
    void tooManyChanges_forgetTheWholeCache() {
        shop.name(1);
        cache.put(0L, "untouched");
        writing(() -> {
            for (long id = 1; id <= 10_001; id++) {
                cache.put(id, "new");
            }
            cache.put(5L, "dropped");
            assertThat(cached()).isEqualTo("lamp");
            assertThat(cache.get(0L)).as("for itself").isNull();
        });
        assertThat(cached()).isNull();
        assertThat(cache.get(0L)).isNull();
        assertThat(cache.get(5L)).isNull();
        inTransaction(false, false, template -> cache.put(1L, "never"));
        assertThat(cached()).isNull();
    }

    @Test
    void tooManyNames_areRefused() {
        writing(() -> {
            CacheTransaction own = Objects.requireNonNull(
                    CONTEXT.getBean(CacheTransactions.class).current());
            Runnable nothing = () -> {};
            CacheTransaction.Effect effect = new CacheTransaction.Effect(null, null, nothing, nothing, nothing);
            for (int i = 0; i < 100_000; i++) {
                own.afterCommit(effect);
            }
            assertThatThrownBy(() -> own.afterCommit(effect))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("coarser name");
        });
    }

    @Test
    void unknownOutcome_onlyForgets() {
        shop.name(1);
        cache.put(2L, "old");
        DataSourceTransactionManager failing = new DataSourceTransactionManager(CONTEXT.getBean(DataSource.class)) {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doCommit(org.springframework.transaction.support.DefaultTransactionStatus status) {
                super.doCommit(status);
                throw new org.springframework.transaction.TransactionSystemException("the answer was lost");
            }
        };
        assertThatThrownBy(() -> new TransactionTemplate(failing).executeWithoutResult(status -> {
                    shop.rename(1, "chair");
                    cache.put(2L, "new");
                }))
                .hasMessageContaining("the answer was lost");
        assertThat(cached()).isNull();
        assertThat(cache.get(2L)).isNull();
        assertThat(Map.of(1, shop.name(1))).containsEntry(1, "chair");
    }
}
