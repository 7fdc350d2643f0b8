package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.cache.Terrace;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.DeclaredFlags;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.FlagDefault;
import dev.terrace.flags.FlagKey;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.openfeature.TerraceProvider;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.FlagChange;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.spring.flags.EnableTerraceFlags;
import dev.terrace.spring.flags.FlagDeclarationException;
import dev.terrace.spring.flags.FlagDeclarations;
import dev.terrace.spring.flags.RequestFlags;
import dev.terrace.spring.flags.ShopFlags;
import dev.terrace.spring.flags.WhenFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TerraceFlagsAutoConfigurationTest {

    private static final String SHOP = "terrace.flags.locations=classpath:shop-flags.yaml";
    private static final BooleanFlag NEW_CHECKOUT = BooleanFlag.of("new_checkout", false);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(TerraceAutoConfiguration.class, TerraceFlagsAutoConfiguration.class));

    private static FailureAnalysis analysis(AssertableApplicationContext context) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure());
        FailureAnalysis ofFlags = new FlagsFailureAnalyzer().analyze(failure);
        return Objects.requireNonNull(ofFlags == null ? new TerraceFailureAnalyzer().analyze(failure) : ofFlags);
    }

    @Test
    void flags_nothingConfigured_answerDefaults() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(Flags.class).hasSingleBean(RequestFlags.class);
            assertThat(context).doesNotHaveBean(FlagFeed.class).doesNotHaveBean(FlagStore.class);
            assertThat(context).doesNotHaveBean(TerraceProvider.class);
            assertThat(context.getBean(Flags.class).snapshot()).isSameAs(Snapshot.empty());
            assertThat(context.getBean(RequestFlags.class).isOn(BooleanFlag.of("any", true)))
                    .isTrue();
        });
    }

    @Test
    void flags_disabled_areNotMade() {
        runner.withPropertyValues("terrace.flags.enabled=false", SHOP)
                .run(context -> assertThat(context).doesNotHaveBean(Flags.class).doesNotHaveBean(RequestFlags.class));
        runner.withPropertyValues("terrace.enabled=false", SHOP)
                .run(context -> assertThat(context).doesNotHaveBean(Flags.class));
    }

    @Test
    void flags_withoutTheirJar_orAnyOptionalOne_areLeftOut() {
        runner.withClassLoader(new FilteredClassLoader("dev.terrace.flags"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestFlags.class));
        runner.withPropertyValues(SHOP, "terrace.flags.openfeature.register=true")
                .withClassLoader(new FilteredClassLoader(
                        "dev.openfeature",
                        "io.micrometer",
                        "org.springframework.web",
                        "jakarta.servlet",
                        "dev.terrace.cache.redis",
                        "dev.terrace.cache.jdbc"))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("terraceFlagProvider");
                    assertThat(context.getBean(Flags.class).snapshot().keys()).contains("new_checkout");
                });
    }

    @Test
    void flags_ofTheApplication_areLeftAlone() {
        Flags own = Flags.of(Snapshot.empty());
        runner.withPropertyValues(SHOP).withBean(Flags.class, () -> own).run(context -> {
            assertThat(context.getBean(Flags.class)).isSameAs(own);
            assertThat(context).doesNotHaveBean(FlagFeed.class);
        });
    }

    @Test
    void flags_fromAFile_followIt_andTheFirstLocationRules(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("flags.json");
        Files.writeString(file, "{\"flags\": {\"page_size\": {\"type\": \"boolean\", \"default\": \"on\"}}}");
        runner.withPropertyValues("terrace.flags.locations=file:" + file + ",classpath:shop-flags.yaml")
                .run(context -> assertThat(
                                context.getBean(Flags.class).snapshot().keys())
                        .containsExactly("page_size"));
        runner.withPropertyValues("terrace.flags.locations=classpath:/shop-flags.yaml," + file.toUri())
                .run(context -> assertThat(
                                context.getBean(Flags.class).snapshot().keys())
                        .contains("new_checkout"));
    }

    @ParameterizedTest
    @CsvSource({
        "classpath:no-such.yaml, terrace.flags.locations, there is no no-such.yaml on the class path",
        "classpath:shop-flags.txt, classpath:flags.yaml, neither .json nor .yaml",
        "https://example.org/flags.yaml, classpath:flags.yaml, neither on the class path nor a file",
        "no/such/file.yaml, terrace.flags.locations, file no/such/file.yaml",
    })
    void location_thatCannotBeRead_isTold(String location, String cure, String what) {
        runner.withPropertyValues("terrace.flags.patience=300ms", "terrace.flags.locations=" + location)
                .run(context -> {
                    assertThat(analysis(context).getDescription()).contains(what);
                    assertThat(analysis(context).getAction()).contains(cure);
                });
    }

    @Test
    void location_thatCannotBeRead_isNoMatterWhereDefaultsAreEnough() {
        runner.withPropertyValues(
                        "terrace.flags.locations=classpath:no-such.yaml", "terrace.flags.start-with-defaults=true")
                .run(context -> assertThat(context.getBean(Flags.class).isOn(NEW_CHECKOUT, "u"))
                        .isFalse());
    }

    @Test
    void lastKnownGood_servesAStartWithoutItsSource(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("flags.json");
        Files.writeString(file, "{\"flags\": {\"new_checkout\": {\"type\": \"boolean\", \"default\": \"on\"}}}");
        ApplicationContextRunner kept = runner.withPropertyValues(
                "terrace.flags.locations=" + file,
                "terrace.flags.patience=300ms",
                "terrace.flags.last-known-good=" + directory.resolve("kept"));
        kept.run(context -> assertThat(context).hasNotFailed());
        Files.delete(file);
        kept.run(context ->
                assertThat(context.getBean(Flags.class).isOn(NEW_CHECKOUT, "u")).isTrue());
        runner.withPropertyValues(SHOP, "terrace.flags.last-known-good=" + directory.resolve("no/such/kept"))
                .run(context -> assertThat(analysis(context).getAction()).contains("terrace.flags.last-known-good"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', production, false",
        "dev, '', development, true",
        "'prod,cloud', '', production, false",
        "prod, terrace.flags.environment=development, development, true",
        "live, terrace.flags.environments.live=development, development, true",
        "prod, 'terrace.flags.environments.prod=development', development, true",
        "dev, 'terrace.flags.environment= ', none, false",
    })
    void environment_followsFromProfilesAndProperties(String profiles, String property, String name, boolean on) {
        ApplicationContextRunner shop = runner.withPropertyValues(SHOP, "spring.profiles.active=" + profiles);
        (property.isEmpty() ? shop : shop.withPropertyValues(property)).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Flags.class).isOn(NEW_CHECKOUT, EvaluationContext.of(null)))
                    .as(name)
                    .isEqualTo(on);
        });
    }

    @Test
    void environment_thatIsAmbiguousOrNotThere_isTold() {
        runner.withPropertyValues(SHOP, "spring.profiles.active=prod,dev").run(context -> {
            assertThat(analysis(context).getDescription()).contains("production", "development");
            assertThat(analysis(context).getAction()).contains("terrace.flags.environment");
        });
        runner.withPropertyValues(SHOP, "terrace.flags.environment=moon").run(context -> {
            assertThat(analysis(context).getDescription()).contains("there is no environment \"moon\"");
            assertThat(analysis(context).getAction()).contains("terrace.flags.environment");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "terrace.flags.patience=0s, patience must be",
        "terrace.flags.store.poll-interval=1ms, poll-interval must be",
        "terrace.flags.store.type=disk, terrace.flags.store.type",
        "terrace.flags.undefined=maybe, terrace.flags.undefined",
        "terrace.flags.web.exposures-waiting=0, exposures-waiting must be",
    })
    void property_outOfRange_isNamed(String property, String what) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .satisfiesAnyOf(
                                root -> assertThat(root).hasMessageContaining(what),
                                root -> assertThat(context.getStartupFailure()).hasStackTraceContaining(what)));
    }

    @Test
    void interfaces_areBeans_andBoundToTheFlags() {
        runner.withPropertyValues(SHOP, "spring.profiles.active=dev")
                .withUserConfiguration(Shop.class, ShopOnceMore.class)
                .run(context -> {
                    ShopFlags shop = context.getBean(ShopFlags.class);
                    assertThat(shop.newCheckout()).isTrue();
                    assertThat(shop.title()).isEqualTo("hello");
                    assertThat(shop.pageSize("u")).isEqualTo(20);
                });
    }

    @Test
    void undefined_flagsOfInterfacesConstantsAndGuards_stopTheStartTogether() {
        runner.withUserConfiguration(Shop.class, Constants.class, Guarded.class).run(context -> {
            assertThat(context.getStartupFailure()).isInstanceOf(FlagDeclarationException.class);
            assertThat(analysis(context).getDescription())
                    .contains(
                            "new_checkout: code asks",
                            "title: code asks",
                            "page_size: code asks",
                            "constant: code asks")
                    .contains("GuardedBean.checkout: of flag \"new_checkout\"");
            assertThat(analysis(context).getAction()).contains("terrace.flags.undefined=warn");
        });
    }

    @ParameterizedTest
    @ValueSource(classes = {Shop.class, Constants.class, Guarded.class})
    void undefined_flagsOfAnyOneKind_stopTheStart(Class<?> kind) {
        runner.withUserConfiguration(kind)
                .run(context -> assertThat(context.getStartupFailure()).isInstanceOf(FlagDeclarationException.class));
    }

    @Test
    void flags_thatNobodyNames_areMadeWhenTheyAreAskedFor() {
        runner.run(context -> {
            for (String name : List.of("terraceFlags", "terraceRequestFlags", "terraceFlagDeclarations")) {
                assertThat(context.containsBean(name)).as(name).isTrue();
                assertThat(context.getBeanFactory().containsSingleton(name))
                        .as(name)
                        .isFalse();
            }
            assertThat(context.getBean(FlagDeclarations.class).problems(Snapshot.empty()))
                    .isEmpty();
        });
        runner.withPropertyValues(SHOP)
                .run(context -> assertThat(context.getBeanFactory().containsSingleton("terraceFlagFeed"))
                        .as("what may be wrong with a document is told at the start")
                        .isTrue());
    }

    @Test
    void parts_thatCannotApply_areNotEvenRead() {
        runner.run(context -> assertThat(ConditionEvaluationReport.get(context.getBeanFactory())
                        .getConditionAndOutcomesBySource()
                        .keySet())
                .contains(FlagFeedConfiguration.class.getName())
                .doesNotContain(FlagStoreConfiguration.class.getName(), FlagOpenFeatureConfiguration.class.getName()));
    }

    @Test
    void undefined_warn_startsWithDefaults() {
        runner.withPropertyValues("terrace.flags.undefined=warn")
                .withUserConfiguration(Shop.class, Constants.class, Guarded.class)
                .run(context -> {
                    assertThat(context.getBean(ShopFlags.class).pageSize("u")).isEqualTo(10);
                    assertThat(context.getBean(FlagDeclarations.class).problems(Snapshot.empty()))
                            .hasSize(5);
                });
    }

    @Test
    void interface_thatIsWrong_stopsTheStart_whetherItIsUsedOrNot_andEvenIfUndefinedWarns() {
        runner.withPropertyValues(SHOP, "terrace.flags.undefined=warn")
                .withUserConfiguration(Wrong.class)
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("WrongFlags.small: no flag is of type int", "WrongFlags.nameless: it has no key"));
        runner.withPropertyValues(SHOP)
                .withUserConfiguration(Wrong.class, WrongUsed.class)
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("WrongFlags.small: no flag is of type int", "WrongFlags.nameless: it has no key"));
    }

    @Test
    void interfaces_withoutFlags_sayWhatIsMissing() {
        runner.withPropertyValues("terrace.flags.enabled=false")
                .withUserConfiguration(Shop.class, ShopUsed.class)
                .run(context -> assertThat(analysis(context).getDescription()).contains("terrace.flags.enabled=true"));
    }

    @Test
    void customizer_changesTheFeed() {
        runner.withPropertyValues(SHOP)
                .withBean(TerraceFlagsCustomizer.class, () -> builder -> builder.into(Own.FLAGS))
                .run(context -> assertThat(context.getBean(Flags.class)).isSameAs(Own.FLAGS));
    }

    private static final class Own {
        static final Flags FLAGS = Flags.of(Snapshot.empty());
    }

    @Test
    void openfeature_isRegisteredOnRequest_andTakenAwayAtTheEnd() {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        runner.withPropertyValues(SHOP)
                .run(context -> assertThat(api.getProvider("shop")).isInstanceOf(NoOpProvider.class));
        runner.withPropertyValues(
                        SHOP,
                        "terrace.flags.openfeature.register=true",
                        "terrace.flags.openfeature.domain=shop",
                        "terrace.flags.openfeature.flag-set=of the shop")
                .run(context -> {
                    Client client = api.getClient("shop");
                    assertThat(api.getProvider("shop")).isSameAs(context.getBean(TerraceProvider.class));
                    assertThat(client.getStringValue("title", "none")).isEqualTo("hello");
                    assertThat(client.getStringDetails("title", "none")
                                    .getFlagMetadata()
                                    .getString("flagSetId"))
                            .isEqualTo("of the shop");
                    assertThat(api.getProvider()).isInstanceOf(NoOpProvider.class);
                });
        assertThat(api.getProvider("shop")).isInstanceOf(NoOpProvider.class);
        assertThat(api.getClient("shop").getStringValue("title", "none")).isEqualTo("none");
    }

    @Test
    void openfeature_anotherProviderThatCameMeanwhile_isLeft() {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        NoOpProvider other = new NoOpProvider();
        runner.withPropertyValues(
                        SHOP, "terrace.flags.openfeature.register=true", "terrace.flags.openfeature.domain=other")
                .run(context -> api.setProviderAndWait("other", other));
        assertThat(api.getProvider("other")).isSameAs(other);
    }

    @Test
    void store_withoutItsBackend_isTold() {
        runner.withPropertyValues("terrace.flags.store.type=redis").run(context -> {
            assertThat(analysis(context).getDescription()).contains("terrace.flags.store.type=redis", "no Redis");
            assertThat(analysis(context).getAction()).contains("terrace.cache.redis.url");
        });
        runner.withPropertyValues("terrace.flags.store.type=jdbc").run(context -> {
            assertThat(analysis(context).getDescription()).contains("terrace.flags.store.type=jdbc", "no database");
            assertThat(analysis(context).getAction()).contains("spring.datasource");
        });
        runner.withPropertyValues("terrace.flags.store.type=jdbc")
                .withBean(DataSource.class, JdbcDataSource::new)
                .withClassLoader(new FilteredClassLoader("dev.terrace.cache.jdbc"))
                .run(context -> assertThat(analysis(context).getDescription()).contains("no database"));
    }

    @Test
    void store_onTheDataSource_isFollowed_andDocumentsStandBy() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:springflags;DB_CLOSE_DELAY=-1");
        runner.withPropertyValues(
                        SHOP,
                        "terrace.flags.store.type=jdbc",
                        "terrace.flags.store.node=one",
                        "terrace.flags.store.seed=false")
                .withBean(DataSource.class, () -> database)
                .run(context -> {
                    FlagStore store = context.getBean(FlagStore.class);
                    Flags flags = context.getBean(Flags.class);
                    assertThat(flags.snapshot().keys())
                            .as("an empty store rules")
                            .isEmpty();
                    store.change(FlagChange.of(
                                    "ada",
                                    "a test",
                                    store.read().toCompletableFuture().join().version(),
                                    Edit.flag("new_checkout", "{\"type\": \"boolean\", \"default\": \"on\"}")))
                            .toCompletableFuture()
                            .join();
                    assertThat(flags.isOn(NEW_CHECKOUT, "u")).isTrue();
                    assertThat(context.getBean(Terrace.class).host().namespace())
                            .isEqualTo("application");
                });
        runner.withPropertyValues("terrace.flags.store.type=jdbc")
                .withBean(DataSource.class, () -> database)
                .run(context -> assertThat(context.getBean(Flags.class).isOn(NEW_CHECKOUT, "u"))
                        .as("it is there after a restart")
                        .isTrue());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTerraceFlags(ShopFlags.class)
    static class Shop {}

    @Configuration(proxyBeanMethods = false)
    @EnableTerraceFlags(ShopFlags.class)
    static class ShopOnceMore {}

    @Configuration(proxyBeanMethods = false)
    static class ShopUsed {
        @Bean
        String title(ShopFlags shop) {
            return shop.title();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Constants {
        @Bean
        DeclaredFlags constants() {
            return DeclaredFlags.none().and(BooleanFlag.of("constant", false));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Guarded {
        @Bean
        GuardedBean guarded() {
            return new GuardedBean();
        }
    }

    static class GuardedBean {
        @WhenFlag("new_checkout")
        @Nullable
        String checkout() {
            return null;
        }
    }

    interface WrongFlags {
        @FlagKey("page_size")
        @FlagDefault("1")
        int small();

        @FlagDefault("x")
        String nameless();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTerraceFlags(WrongFlags.class)
    static class Wrong {}

    @Configuration(proxyBeanMethods = false)
    static class WrongUsed {
        @Bean
        String small(WrongFlags wrong) {
            return wrong.nameless();
        }
    }
}
