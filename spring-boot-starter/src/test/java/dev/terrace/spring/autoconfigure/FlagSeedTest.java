package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Flags;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.FlagChange;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.spring.flags.EnableTerraceFlags;
import dev.terrace.spring.flags.ShopFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The first start of an application whose flags are to live in a store, which is empty, with the documents that it ships. */
class FlagSeedTest {

    private static final String SHIPPED = "terrace.flags.locations=classpath:nowhere.yaml,classpath:shop-flags.yaml";
    private static final BooleanFlag NEW_CHECKOUT = BooleanFlag.of("new_checkout", false);

    private final JdbcDataSource database = new JdbcDataSource();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(TerraceAutoConfiguration.class, TerraceFlagsAutoConfiguration.class))
            .withUserConfiguration(Shop.class)
            .withBean(DataSource.class, () -> database)
            .withPropertyValues("terrace.flags.store.type=jdbc", "terrace.flags.store.node=one");

    FlagSeedTest() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTerraceFlags(ShopFlags.class)
    static class Shop {}

    private static Map<String, String> stored(ApplicationContext context) {
        return new TreeMap<>(context.getBean(FlagStore.class)
                .read()
                .toCompletableFuture()
                .join()
                .contents());
    }

    private static void change(ApplicationContext context, Edit edit) {
        FlagStore store = context.getBean(FlagStore.class);
        store.change(FlagChange.of(
                        "ada",
                        "a test",
                        store.read().toCompletableFuture().join().version(),
                        edit))
                .toCompletableFuture()
                .join();
    }

    @Test
    void store_thatWasNeverChanged_beginsWithTheDocument_andRulesFromThenOn() {
        runner.withPropertyValues(SHIPPED).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(stored(context)).containsKeys("flag/new_checkout", "flag/title");
            assertThat(context.getBean(Flags.class).snapshot().keys()).contains("new_checkout", "title");
            change(context, Edit.flag("new_checkout", "{\"type\": \"boolean\", \"default\": \"on\"}"));
            change(context, Edit.flag("later", "{\"type\": \"boolean\", \"default\": \"on\"}"));
        });
        runner.withPropertyValues(SHIPPED).run(context -> {
            assertThat(context.getBean(Flags.class).isOn(NEW_CHECKOUT, "u"))
                    .as("a document does not undo a change")
                    .isTrue();
            assertThat(stored(context)).containsKey("flag/later");
        });
    }

    @Test
    void store_thatWasEmptiedByItsOperators_staysEmpty() {
        runner.withPropertyValues(SHIPPED).run(context -> {
            for (String key : stored(context).keySet()) {
                change(
                        context,
                        key.startsWith("flag/")
                                ? Edit.removeFlag(key.substring("flag/".length()))
                                : Edit.environments(null));
            }
        });
        runner.withPropertyValues(SHIPPED, "terrace.flags.undefined=warn")
                .run(context -> assertThat(stored(context)).isEmpty());
    }

    @Test
    void store_thatIsNotToBeSeeded_orHasNothingToBeginWith_failsWithTheCure() {
        for (String setting :
                new String[] {"terrace.flags.store.seed=false", "terrace.flags.locations=classpath:nowhere.yaml"}) {
            runner.withPropertyValues(SHIPPED, setting).run(context -> {
                assertThat(context).hasFailed();
                assertThat(Failures.analysis(context).getDescription()).contains("new_checkout");
                assertThat(Failures.analysis(context).getAction())
                        .contains("A store that was never changed begins", "terrace.flags.undefined=warn");
            });
        }
    }

    @Test
    void documents_ofMoreThanOneChangeTakes_areToldWithTheCure(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("many.json");
        Files.writeString(
                file,
                IntStream.range(0, 100)
                        .mapToObj(i -> "\"flag" + i + "\": {\"type\": \"boolean\", \"default\": \"off\"}")
                        .collect(Collectors.joining(",", "{\"flags\": {", "}}")));
        runner.withPropertyValues("terrace.flags.locations=" + file).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Failures.analysis(context).getDescription()).contains("100 flags", "99 at most", "many.json");
            assertThat(Failures.analysis(context).getAction()).contains("terrace.flags.store.seed=false");
        });
    }

    @Test
    void files_areSownToo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("flags.json");
        Files.writeString(file, "{\"flags\": {\"new_checkout\": {\"type\": \"boolean\", \"default\": \"on\"}}}");
        runner.withPropertyValues("terrace.flags.locations=" + file, "terrace.flags.undefined=warn")
                .run(context -> {
                    assertThat(context.getBean(Flags.class).isOn(NEW_CHECKOUT, "u"))
                            .isTrue();
                    assertThat(stored(context)).containsOnlyKeys("flag/new_checkout");
                });
    }
}
