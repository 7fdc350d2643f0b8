package dev.terrace.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.tuning.Tuner;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.FlagChange;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.spring.flags.FlagExposure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints, the evaluation context and the exposures of a running web application, by HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebEndpointsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHECKOUT =
            "{\"type\":\"boolean\",\"default\":\"off\",\"salt\":\"c\",\"rules\":[{\"rollout\":{\"percent\":25,\"variant\":\"on\"}}]}";

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // started before all tests
    private ConfigurableApplicationContext context;

    private String base = "";

    private record Answer(int status, String text) {

        JsonNode json() {
            return JSON.readTree(text);
        }

        String error() {
            assertThat(text).doesNotContain("Exception", "\tat ", "trace");
            return json().path("error").asString() + "; " + json().path("cure").asString();
        }
    }

    @BeforeAll
    void start() {
        context = new SpringApplicationBuilder(ShopApplication.class)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off",
                        "spring.application.name=shop",
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.terracecaches.access=unrestricted",
                        "management.endpoint.terraceflags.access=unrestricted",
                        "management.endpoint.health.show-details=always",
                        "terrace.management.roles=operator,admin",
                        "terrace.flags.undefined=warn",
                        "terrace.flags.store.type=jdbc",
                        "terrace.flags.web.unit-header=X-Unit",
                        "terrace.flags.web.attributes.country=X-Country")
                .run();
        base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
        Terrace terrace = context.getBean(Terrace.class);
        terrace.cache("products", Long.class, String.class)
                .loader((id, load) -> {
                    load.dependsOn("brand:acme");
                    return "a very secret value of " + id;
                })
                .build();
        terrace.cache("texts", String.class, String.class).maximumKeyBytes(64).build();
    }

    @AfterAll
    void stop() {
        context.close();
    }

    @BeforeEach
    void flags() {
        change(Edit.flag("new_checkout", CHECKOUT));
        change(Edit.flag(
                "title",
                "{\"type\":\"string\",\"variants\":{\"a\":\"hello\",\"b\":\"welcome\"},\"default\":\"a\",\"rules\":"
                        + "[{\"when\":{\"attribute\":\"targetingKey\",\"equals\":\"ada\"},\"variant\":\"b\"},"
                        + "{\"when\":{\"attribute\":\"country\",\"equals\":\"DE\"},\"variant\":\"b\"},"
                        + "{\"when\":{\"attribute\":\"tenant\",\"equals\":\"t1\"},\"variant\":\"b\"}]}"));
        change(Edit.clearOverride("new_checkout", null));
        context.getBean(ShopApplication.Exposures.class).recorded.clear();
    }

    private void change(Edit edit) {
        FlagStore store = context.getBean(FlagStore.class);
        store.change(FlagChange.of(
                        "test",
                        "set up",
                        store.read().toCompletableFuture().join().version(),
                        edit))
                .toCompletableFuture()
                .join();
    }

    private Answer get(String path, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET(), headers);
    }

    private Answer post(String path, Map<String, ?> body, String... headers) {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))),
                operator(headers));
    }

    private Answer delete(String path, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE(), operator(headers));
    }

    private static String[] operator(String... headers) {
        return headers.length > 0
                ? headers
                : new String[] {ShopApplication.USER, "olga", ShopApplication.ROLES, "operator"};
    }

    private Answer send(HttpRequest.Builder request, String... headers) {
        try {
            HttpRequest.Builder with = headers.length == 0 ? request : request.headers(headers);
            HttpResponse<String> response = client.send(with.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private Cache<Object, String> cache(String name) {
        return (Cache<Object, String>) context.getBean(Terrace.class).caches().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isHeld(Cache<Object, String> cache, Object key) {
        return cache.getIfPresent(key).isFound();
    }

    private static String version(Answer flag) {
        return flag.json().path("storeVersion").asString();
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, @Nullable Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(name, value);
        return more;
    }

    @Test
    void cachesOfSpring_areShownAndClearedByBootsOwnEndpoint_andByOurs() {
        ShopApplication.Articles articles = context.getBean(ShopApplication.Articles.class);
        articles.article(1);
        Answer all = get("/actuator/caches");
        assertThat(all.json()
                        .at("/cacheManagers/cacheManager/caches/articles/target")
                        .asString())
                .startsWith("dev.terrace.cache");
        assertThat(get("/actuator/terracecaches/articles?key=1&type=long")
                        .json()
                        .at("/answeredBy")
                        .asString())
                .isEqualTo("heap");
        assertThat(send(HttpRequest.newBuilder(URI.create(base + "/actuator/caches/articles"))
                                .DELETE())
                        .status())
                .isEqualTo(204);
        assertThat(get("/actuator/terracecaches/articles?key=1&type=long")
                        .json()
                        .at("/answeredBy")
                        .asString())
                .isEqualTo("nobody");
        articles.article(1);
        assertThat(delete("/actuator/terracecaches/articles?key=1&type=long").status())
                .isEqualTo(200);
        assertThat(get("/actuator/terracecaches/articles?key=1&type=long")
                        .json()
                        .at("/tiers/0/verdict")
                        .asString())
                .isNotEqualTo("BELIEVED");
    }

    @Test
    void meters_ofEveryCache_haveTheTagsOfBoot() {
        context.getBean(ShopApplication.Articles.class).article(2);
        cache("products").get(3L);
        for (String name : List.of("articles", "products")) {
            Answer gets =
                    get("/actuator/metrics/cache.gets?tag=result:miss&tag=cache.manager:cacheManager&tag=name:" + name);
            assertThat(gets.status()).as(gets.text()).isEqualTo(200);
            assertThat(gets.json().at("/measurements/0/value").asDouble()).isPositive();
        }
    }

    @Test
    void caches_state_tellsFiguresAndNoValue() {
        cache("products").get(7L);
        Answer all = get("/actuator/terracecaches");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.json().at("/namespace").asString()).isEqualTo("shop");
        assertThat(all.json().at("/caches/products/tiers/heap/puts").asInt()).isPositive();
        Answer one = get("/actuator/terracecaches/products");
        assertThat(one.json().at("/heap/maximum").asLong()).isPositive();
        assertThat(all.text() + one.text()).doesNotContain("secret");
    }

    @Test
    void caches_explain_tellsWhereAKeyIs_withoutItsValue() {
        cache("products").get(42L);
        Answer answer = get("/actuator/terracecaches/products?key=42&type=long");
        assertThat(answer.json().at("/answeredBy").asString()).isEqualTo("heap");
        assertThat(answer.json().at("/tiers/0/verdict").asString()).isEqualTo("BELIEVED");
        assertThat(answer.text()).doesNotContain("secret");
        assertThat(get("/actuator/terracecaches/texts?key=" + encoded("a/b?c=d&e %00<script>\n☃"))
                        .json()
                        .at("/tiers/0/verdict")
                        .asString())
                .isEqualTo("ABSENT");
        assertThat(get("/actuator/terracecaches/texts?type=" + encoded("long,string") + "&key="
                                + encoded("[\"1\",\"a,b\"]"))
                        .status())
                .as("a key of Spring's, which this cache does not have")
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/terracecaches/nosuchcache, 404, no cache is called",
        "/actuator/terracecaches/nosuchcache?key=a, 404, no cache is called",
        "/actuator/terracecaches/products?key=abc&type=long, 400, the key is no long",
        "/actuator/terracecaches/products?key=99999999999&type=int, 400, the key is no int",
        "/actuator/terracecaches/products?key=yes&type=boolean, 400, the key is no boolean",
        "/actuator/terracecaches/products?key=a&type=uuid, 400, the key is no uuid",
        "/actuator/terracecaches/products?key=a&type=java.lang.Runtime, 400, no such type",
        "'/actuator/terracecaches/texts?key=%5B%221%22%5D&type=long%2Cstring', 400, not as many parts",
        "'/actuator/terracecaches/texts?key=1&type=long%2Cstring', 400, not as many parts",
        "/actuator/terraceflags/nosuchflag, 404, no flag of this key",
        "/actuator/terraceflags/nosuchflag/explain, 404, no flag of this key",
        "/actuator/terraceflags/new_checkout/destroy, 404, no such question",
        "/actuator/terraceflags/new_checkout/evaluate?attributes=nonsense, 400, no JSON object",
        "/actuator/terraceflags/new_checkout/evaluate?attributes=null, 400, no JSON object",
        "/actuator/terraceflags/new_checkout/evaluate?attributes=%5B1%5D, 400, no JSON object",
        "/actuator/terraceflags/new_checkout/audit?limit=0, 400, no such page",
        "/actuator/terraceflags/new_checkout/audit?limit=501, 400, no such page",
        "/actuator/terraceflags/new_checkout/audit?after=-1, 400, no such page",
    })
    void reads_ofWhatIsWrong_areRefusedClearly(String path, int status, String error) {
        Answer answer = get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).contains(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/terraceflags/new_checkout/audit?limit=many",
                "/actuator/terracecaches/texts?key=KEY",
                "/actuator/terracecaches/..%2f..%2fetc",
                "/actuator/terraceflags/%00",
            })
    void reads_thatBootOrTheServerRefuses_are4xxWithoutATrace(String path) {
        Answer answer = get(path.replace("KEY", "k".repeat(5_000)));
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.text()).doesNotContain("\tat ", "dev.terrace.spring.actuate");
    }

    @Test
    void keys_longerThanTheCacheAllows_areRefused_andNothingIsLost() {
        cache("texts").put("kept", "text");
        Answer answer = delete("/actuator/terracecaches/texts?key=" + "k".repeat(65));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("not one of this cache");
        assertThat(isHeld(cache("texts"), "kept")).isTrue();
    }

    @Test
    void invalidate_aKeyAllOrADependency_takesEffect() {
        Cache<Object, String> products = cache("products");
        products.get(1L);
        products.get(2L);
        assertThat(delete("/actuator/terracecaches/products?key=1&type=long")
                        .json()
                        .at("/receipt")
                        .asString())
                .isEqualTo("LOGGED");
        assertThat(isHeld(products, 1L)).isFalse();
        assertThat(isHeld(products, 2L)).isTrue();
        assertThat(post("/actuator/terracecaches/products/invalidate", Map.of("key", "2", "type", "long"))
                        .status())
                .isEqualTo(200);
        assertThat(isHeld(products, 2L)).isFalse();
        products.get(1L);
        post("/actuator/terracecaches/invalidate", Map.of("dependency", "brand:acme"));
        assertThat(isHeld(products, 1L)).isFalse();
        products.get(1L);
        assertThat(post("/actuator/terracecaches/products/invalidate", Map.of("all", true))
                        .status())
                .isEqualTo(200);
        assertThat(isHeld(products, 1L)).isFalse();
    }

    @Test
    void invalidate_withoutAKey_takesNothingAway() {
        cache("texts").put("kept", "text");
        assertThat(delete("/actuator/terracecaches/texts").error()).contains("no key is named");
        assertThat(post("/actuator/terracecaches/texts/invalidate", Map.of()).error())
                .contains("no key is named");
        assertThat(post("/actuator/terracecaches/texts/invalidate", Map.of("key", "a", "all", true))
                        .error())
                .contains("a key is named, and the whole cache");
        assertThat(post("/actuator/terracecaches/invalidate", Map.of()).error()).contains("no dependency is named");
        assertThat(post("/actuator/terracecaches/invalidate", Map.of("dependency", ""))
                        .error())
                .contains("no dependency can be called so");
        assertThat(post("/actuator/terracecaches/invalidate", Map.of("dependency", "d".repeat(600)))
                        .status())
                .isEqualTo(400);
        assertThat(isHeld(cache("texts"), "kept")).isTrue();
    }

    @Test
    void writes_withoutTheRole_areForbidden_andNothingIsLost() {
        cache("texts").put("kept", "text");
        String[] nobody = {"X-Nobody", "1"};
        String[] guest = {ShopApplication.USER, "gus", ShopApplication.ROLES, "guest"};
        for (String[] who : new String[][] {nobody, guest}) {
            Answer invalidate = post("/actuator/terracecaches/texts/invalidate", Map.of("all", true), who);
            assertThat(invalidate.status()).isEqualTo(403);
            assertThat(invalidate.error()).contains("terrace.management.roles");
            assertThat(post("/actuator/terracecaches/optimize", Map.of("apply", true), who)
                            .status())
                    .isEqualTo(403);
            assertThat(delete("/actuator/terracecaches/texts?key=kept", who).status())
                    .isEqualTo(403);
            assertThat(post("/actuator/terraceflags/title", Map.of("definition", CHECKOUT), who)
                            .status())
                    .isEqualTo(403);
            assertThat(delete("/actuator/terraceflags/title", who).status()).isEqualTo(403);
        }
        assertThat(isHeld(cache("texts"), "kept")).isTrue();
        assertThat(get("/actuator/terraceflags/title").status()).isEqualTo(200);
    }

    @Test
    void warm_keysOrTheApplicationsOwnWay_fillsTheCache() {
        Cache<Object, String> products = cache("products");
        products.invalidateAll();
        Answer loaded = post(
                "/actuator/terracecaches/products/warm",
                Map.of("keys", "11\n\n12\n", "type", "long", "from", "loader"));
        assertThat(loaded.json().at("/loaded").asInt()).isEqualTo(2);
        assertThat(isHeld(products, 11L)).isTrue();
        assertThat(post("/actuator/terracecaches/products/warm", Map.of("keys", "13", "type", "long"))
                        .json()
                        .at("/absent")
                        .asInt())
                .as("from the far tiers, of which it has none")
                .isEqualTo(1);

        Answer begun = post("/actuator/terracecaches/products/warm", Map.of());
        assertThat(begun.status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(get("/actuator/terracecaches/products")
                        .json()
                        .at("/warming/state")
                        .asString())
                .isEqualTo("DONE"));
        assertThat(isHeld(products, 1L)).isTrue();
    }

    @Test
    void warm_whatCannotBeWarmed_isRefused() {
        String texts = "/actuator/terracecaches/texts/warm";
        assertThat(post(texts, Map.of()).status()).isEqualTo(409);
        assertThat(post(texts, Map.of()).error()).contains("does not say how this cache is warmed");
        assertThat(post(texts, Map.of("keys", "a", "from", "loader")).error()).contains("no loader of its own");
        assertThat(post(texts, Map.of("keys", " \n ")).error()).contains("no key is named");
        assertThat(post(texts, Map.of("keys", "k\n".repeat(1_001))).error()).contains("too many keys");
        assertThat(post(texts, Map.of("keys", "a", "from", "moon")).status()).isEqualTo(400);
        assertThat(post("/actuator/terracecaches/texts/explode", Map.of()).status())
                .isEqualTo(404);
        assertThat(post("/actuator/terracecaches/explode", Map.of()).status()).isEqualTo(404);
        assertThat(post("/actuator/terracecaches/nosuchcache/warm", Map.of("keys", "a"))
                        .status())
                .isEqualTo(404);
        assertThat(post(texts, Map.of("keys", Map.of("a", "b"))).status()).isEqualTo(400);
    }

    @Test
    void optimize_asksTheTuner_whereThereIsOne() {
        String path = "/actuator/terracecaches/optimize";
        assertThat(post(path, Map.of()).status()).isEqualTo(409);
        assertThat(post(path, Map.of()).error()).contains("nothing is tuned here");
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        Tuner tuner = ShopApplication.tuner(context.getBean(Terrace.class));
        try {
            beans.registerSingleton("tuner", tuner);
            assertThat(post(path, Map.of()).json().at("/note").asString()).contains("dry run");
            assertThat(post(path, Map.of("apply", true)).json().at("/note").asString())
                    .contains("nothing was changed");
            assertThat(get("/actuator/terracecaches").json().has("tuner")).isTrue();
            tuner.close();
            assertThat(post(path, Map.of("apply", true)).status()).isEqualTo(503);
        } finally {
            tuner.close();
            beans.destroySingleton("tuner");
        }
    }

    @Test
    void flags_listEvaluateAndExplain() {
        Answer all = get("/actuator/terraceflags");
        assertThat(all.json().at("/flags/title/type").asString()).isEqualTo("string");
        assertThat(all.json().at("/store/answers").asBoolean()).isTrue();
        assertThat(all.json().at("/source").asString()).contains("store of flags shop/flags");
        Answer one = get("/actuator/terraceflags/new_checkout");
        assertThat(one.json().at("/definition").asString()).contains("\"percent\":25");
        assertThat(version(one)).matches("\\d+/\\d+");
        assertThat(get("/actuator/terraceflags/title/evaluate?unit=ada")
                        .json()
                        .at("/value")
                        .asString())
                .isEqualTo("welcome");
        assertThat(get("/actuator/terraceflags/title/evaluate?attributes=" + encoded("{\"country\": \"DE\"}"))
                        .json()
                        .at("/variant")
                        .asString())
                .isEqualTo("b");
        assertThat(get("/actuator/terraceflags/new_checkout/explain?unit=u1").text())
                .contains("rollout: place");
    }

    @Test
    void change_rampsARollout_withVersionActorAndReason_andIsInTheTrail() {
        String path = "/actuator/terraceflags/new_checkout";
        String version = version(get(path));
        Answer applied = post(path, Map.of("version", version, "percent", 50, "reason", "the ramp goes on"));
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
        assertThat(applied.json().at("/outcome").asString()).isEqualTo("applied");
        assertThat(get(path).json().at("/definition").asString()).contains("\"percent\":50");
        assertThat(post(path, Map.of("version", version(get(path)), "percent", 50, "reason", "again"))
                        .json()
                        .at("/outcome")
                        .asString())
                .isEqualTo("unchanged");

        long before = Long.parseLong(version.split("/", 2)[1]);
        Answer trail = get(path + "/audit?after=" + before);
        assertThat(trail.json().at("/records")).hasSize(1);
        assertThat(trail.json().at("/records/0/actor").asString()).isEqualTo("olga");
        assertThat(trail.json().at("/records/0/reason").asString()).isEqualTo("the ramp goes on");
        assertThat(get("/actuator/terraceflags/-/audit?limit=1")
                        .json()
                        .at("/more")
                        .asBoolean())
                .isTrue();
        assertThat(get("/actuator/terraceflags/title/audit?after=" + before)
                        .json()
                        .at("/records"))
                .isEmpty();
    }

    @Test
    void change_overrideSetAndCleared_andFlagRemoved() {
        String path = "/actuator/terraceflags/new_checkout";
        Map<String, Object> why = Map.of("reason", "an incident");
        assertThat(post(path, with(with(why, "version", version(get(path))), "variant", "on"))
                        .status())
                .isEqualTo(200);
        assertThat(get(path + "/evaluate?unit=u").json().at("/reason").asString())
                .isEqualTo("OPERATOR_OVERRIDE");
        assertThat(post(path, with(with(why, "version", version(get(path))), "clear", true))
                        .status())
                .isEqualTo(200);
        assertThat(get(path + "/evaluate").json().at("/value").asBoolean()).isFalse();
        assertThat(delete(path + "?reason=gone&version=" + version(get(path))).status())
                .isEqualTo(200);
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void change_sentAgainWithItsId_isMadeOnce() {
        String path = "/actuator/terraceflags/new_checkout";
        String version = version(get(path));
        Map<String, Object> change = Map.of("version", version, "percent", 75, "reason", "r", "id", "ramp-75");
        Answer first = post(path, change);
        Answer second = post(path, change);
        assertThat(second.json().at("/version").asString())
                .isEqualTo(first.json().at("/version").asString());
        assertThat(get(path + "/audit?after=" + version.split("/", 2)[1]).json().at("/records"))
                .hasSize(1);
    }

    @Test
    void change_thatCannotBeMade_isRefused_andNothingIsLost() {
        String path = "/actuator/terraceflags/new_checkout";
        String version = version(get(path));
        Map<String, Object> change = Map.of("version", version, "percent", 50, "reason", "r");
        assertRefused(path, with(change, "version", "yesterday"), 400, "no version can be called so");
        assertRefused(path, Map.of("percent", 50, "reason", "r"), 400, "no version is named");
        assertRefused(path, with(change, "reason", " "), 400, "needs a reason");
        assertRefused(path, with(change, "reason", "r".repeat(2_001)), 400, "needs a reason");
        assertRefused(path, with(change, "percent", "half"), 400, "the percentage is no number");
        assertRefused(path, with(change, "percent", "101"), 422, "cannot be used");
        assertRefused(path, with(change, "variant", "on"), 400, "a change sets one thing");
        assertRefused(path, with(change, "actor", "somebody else"), 403, "another actor");
        assertRefused(path, with(change, "id", "x".repeat(1_000)), 400, "id");
        assertRefused(path, Map.of("version", version, "variant", "purple", "reason", "r"), 422, "cannot be used");
        assertRefused(
                path,
                Map.of("version", version, "variant", "on", "until", "soon", "reason", "r"),
                400,
                "\"until\" is no moment");
        assertRefused(path, Map.of("version", version, "definition", "{", "reason", "r"), 422, "cannot be used");
        assertRefused(
                "/actuator/terraceflags/title",
                Map.of("version", version, "percent", 50, "reason", "r"),
                422,
                "no rule of the flag has a rollout");
        assertRefused(
                "/actuator/terraceflags/9lives",
                Map.of("version", version, "definition", CHECKOUT, "reason", "r"),
                400,
                "no flag can be called so");
        assertRefused(
                "/actuator/terraceflags/unheard_of",
                Map.of("version", version, "percent", 50, "reason", "r"),
                404,
                "the store has no such flag");
        assertThat(version(get(path))).isEqualTo(version);

        post(path, change);
        Answer conflict = post(path, with(change, "percent", 60));
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.json().at("/keys/0").asString()).isEqualTo("flag/new_checkout");
        assertThat(get(path).json().at("/definition").asString()).contains("\"percent\":50");
    }

    private void assertRefused(String path, Map<String, Object> body, int status, String error) {
        Answer answer = post(path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.error()).contains(error);
    }

    @Test
    void health_isUp_withScoresAndReasons() {
        JsonNode terrace = get("/actuator/health").json().at("/components/terrace");
        assertThat(terrace.at("/status").asString()).isEqualTo("UP");
        assertThat(terrace.at("/details/score").asInt()).isBetween(50, 100);
        assertThat(terrace.at("/details/tiers/heap/availability").asDouble()).isEqualTo(40);
        assertThat(terrace.at("/details/flags/answers").asBoolean()).isTrue();
    }

    @Test
    void context_isOfTheUserOrTheHeader_andOfWhatTheApplicationAdds() {
        assertThat(get("/argument").text()).isEqualTo("null hello false");
        assertThat(get("/argument", "X-Unit", "ada").text()).isEqualTo("ada welcome true");
        assertThat(get("/argument", "X-Unit", "ada", ShopApplication.USER, "bob")
                        .text())
                .as("who is authenticated goes before what a client says")
                .isEqualTo("bob hello false");
        assertThat(get("/argument", "X-Country", "DE").text()).isEqualTo("null welcome false");
        assertThat(get("/argument", "X-Tenant", "t1").text()).isEqualTo("null welcome false");
        assertThat(get("/argument", "X-Unit", "ada", "X-Broken", "1").text()).isEqualTo("ada welcome true");
        assertThat(get("/argument", "X-Unit", "a".repeat(257)).text()).isEqualTo("null hello false");
        assertThat(get("/title", "X-Unit", "ada").text()).isEqualTo("welcome welcome welcome true");
    }

    @Test
    void guard_ofAController_isNotFoundWhileItsFlagIsOff() {
        change(Edit.flag("new_checkout", "{\"type\":\"boolean\",\"default\":\"off\"}"));
        Answer off = get("/checkout", "X-Unit", "u1");
        assertThat(off.status()).isEqualTo(404);
        assertThat(off.text()).doesNotContain("\tat ");
        change(Edit.flag("new_checkout", "{\"type\":\"boolean\",\"default\":\"on\"}"));
        assertThat(get("/checkout", "X-Unit", "u1").text()).isEqualTo("checked out");
    }

    @Test
    void exposures_areRecordedOnceForEachRequestAndFlag() {
        ShopApplication.Exposures exposures = context.getBean(ShopApplication.Exposures.class);
        get("/title", "X-Unit", "ada");
        await().untilAsserted(() -> assertThat(exposures.recorded).hasSize(2));
        get("/title", "X-Unit", "bob");
        await().untilAsserted(() -> assertThat(exposures.recorded).hasSize(4));
        get("/argument", "X-Unit", "ada"); // by Flags themselves, which tell nobody
        get("/title", "X-Unit", "ada");
        await().untilAsserted(() -> assertThat(exposures.recorded).hasSize(6));
        assertThat(exposures.recorded)
                .filteredOn(exposure -> exposure.flag().equals("title"))
                .extracting(FlagExposure::unit, FlagExposure::variant)
                .containsExactly(tuple("ada", "b"), tuple("bob", "a"), tuple("ada", "b"));
        assertThat(Objects.requireNonNull(exposures.recorded.peek()).version()).isNotNull();
    }
}
