package dev.terrace.spring.observation;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CallObserver;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservedCallsTest {

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private @Nullable Jdbc jdbc;
    private @Nullable Terrace terrace;

    @BeforeEach
    void open() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:observed;DB_CLOSE_DELAY=-1");
        jdbc = Jdbc.on(database);
        terrace = Terrace.builder("observed")
                .log(jdbc.log())
                .calls(new ObservedCalls(registry))
                .build();
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(terrace).close();
        Objects.requireNonNull(jdbc).close();
    }

    private Cache<String, String> cache(String name) {
        return Objects.requireNonNull(terrace)
                .cache(name, String.class, String.class)
                .heap(heap -> {})
                .tier(Objects.requireNonNull(jdbc).tier(), tier -> tier.claimLoads(Duration.ZERO))
                .loader((key, load) -> {
                    if (key.equals("bad")) {
                        throw new IllegalStateException("no such text");
                    }
                    Observation.createNotStarted("query", registry).observe(() -> {});
                    return "text";
                })
                .build();
    }

    private void awaitEnd(int calls) {
        await().untilAsserted(() -> assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("terrace.cache.call", calls)
                .forAllObservationsWithNameEqualTo(
                        "terrace.cache.call", call -> call.hasLowCardinalityKeyValue("outcome", "success")));
    }

    @Test
    void load_isObservedWithTheCallsAroundIt_asAChildOfWhoAsks_andTheHitIsNot() {
        Cache<String, String> cache = cache("loads");
        Observation request = Observation.start("request", registry);
        request.scoped(() -> {
            cache.get("a");
            cache.get("a"); // on the heap
        });
        request.stop();
        awaitEnd(2);

        assertThat(registry).hasNumberOfObservationsWithNameEqualTo("terrace.cache.load", 1);
        assertThat(registry).hasNumberOfObservationsEqualTo(5);
        assertThat(registry)
                .hasObservationWithNameEqualTo("terrace.cache.load")
                .that()
                .hasContextualNameEqualTo("load loads")
                .hasParentObservationEqualTo(request)
                .hasLowCardinalityKeyValue("cache", "loads")
                .hasLowCardinalityKeyValue("tier", "loader")
                .hasLowCardinalityKeyValue("operation", "load")
                .hasLowCardinalityKeyValue("outcome", "success")
                .hasHighCardinalityKeyValue("terrace.keys", "1")
                .doesNotHaveError();
        assertThat(registry)
                .hasObservationWithNameEqualTo("query")
                .that()
                .hasParentObservationContextSatisfying(
                        parent -> Assertions.assertThat(parent.getName()).isEqualTo("terrace.cache.load"));
        assertThat(registry)
                .hasAnObservation(call -> call.hasNameEqualTo("terrace.cache.call")
                        .hasContextualNameEqualTo("jdbc get loads")
                        .hasParentObservationEqualTo(request)
                        .hasLowCardinalityKeyValue("tier", "jdbc")
                        .hasLowCardinalityKeyValue("operation", "get")
                        .hasLowCardinalityKeyValue("outcome", "success"));
        assertThat(registry)
                .hasAnObservation(call -> call.hasNameEqualTo("terrace.cache.call")
                        .hasContextualNameEqualTo("jdbc put loads")
                        .hasLowCardinalityKeyValue("operation", "put"));
        assertThat(registry).doesNotHaveAnyRemainingCurrentObservation();
    }

    @Test
    void load_thatFails_isAnError() {
        Cache<String, String> cache = cache("failures");

        assertThatThrownBy(() -> cache.get("bad")).hasMessage("no such text");
        awaitEnd(1);

        assertThat(registry)
                .hasObservationWithNameEqualTo("terrace.cache.load")
                .that()
                .hasLowCardinalityKeyValue("outcome", "failure")
                .hasError();
        assertThat(registry).doesNotHaveAnyRemainingCurrentObservation();
    }

    @Test
    void call_thatATierPassesOn_isToldAsThat() {
        CallObserver.Watch watch = Objects.requireNonNull(new ObservedCalls(registry)
                .begins(new CallObserver.Call(CallObserver.Operation.GET, "texts", "jdbc", 1)));

        watch.passedOn();
        watch.left();

        assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("outcome", "elsewhere")
                .hasBeenStopped()
                .doesNotHaveError();
        assertThat(registry).doesNotHaveAnyRemainingCurrentObservation();
    }

    @Test
    void registry_thatTakesNone_isNotEvenAsked() {
        Assertions.assertThat(new ObservedCalls(ObservationRegistry.NOOP)
                        .begins(new CallObserver.Call(CallObserver.Operation.LOAD, "texts", "loader", 1)))
                .isNull();
    }
}
