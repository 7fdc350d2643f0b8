package dev.terrace.examples.shop.tour;

import dev.terrace.examples.shop.tour.Caches.Answered;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The tour itself, in chapters. To be used by one thread. */
final class Tour {

    private static final String FLAGS = "/actuator/terraceflags";
    private static final String FLAG = FLAGS + "/new_checkout";
    private static final int USERS = 200;
    /** Every change of a flag needs a name and a reason; nobody is logged in here. */
    private static final String ACTOR = "tour";

    private final Voice voice;
    private final Servers servers;
    private final Instance a;
    private final Instance b;
    private int asked = 100;

    Tour(Voice voice, Servers servers, Instance a, Instance b) {
        this.voice = voice;
        this.servers = servers;
        this.a = a;
        this.b = b;
    }

    void tell() {
        tiers();
        change();
        brand();
        outage();
        flag();
        metrics();
    }

    /** Reads a product, and says who has answered. */
    private void read(Instance instance, long id, String expected) {
        Answered before = Caches.answered(instance);
        long began = System.nanoTime();
        JsonNode product = instance.get("/products/" + id);
        double millis = (System.nanoTime() - began) / 1e6;
        String who = Caches.answered(instance).since(before);
        voice.seen(
                who.equals(expected),
                "%s GET /products/%d  %.2f  %5.1f ms  %s has answered",
                instance.name(),
                id,
                price(product),
                millis,
                who);
    }

    private static double price(JsonNode product) {
        return product.path("cents").asLong() / 100.0;
    }

    private double price(Instance instance, long id) {
        return price(instance.get("/products/" + id));
    }

    private void tiers() {
        voice.chapter("Three tiers behind one @Cacheable method");
        read(a, 1, "the database, by the shop's own method");
        read(a, 1, "the heap");
        Patience.until(() -> Caches.storedInRedis(a) > 0);
        read(b, 1, "Redis");
        read(b, 1, "the heap");
        voice.say("A, asked where the key is: GET %s?key=1&type=long", Caches.PATH);
        a.get(Caches.PATH + "?key=1&type=long")
                .path("tiers")
                .forEach(tier -> voice.say(
                        "    %-6s %s",
                        tier.path("tier").asString(), tier.path("verdict").asString()));
    }

    private void change() {
        voice.chapter("A price changed on A, seen on B");
        a.put("/products/1/price?cents=2000");
        long millis = Patience.until(() -> price(b, 1) == 20);
        voice.seen(price(a, 1) == 20, "A PUT /products/1/price 20.00; A shows it at once");
        came(millis, "B shows it after %d ms", millis);
    }

    /** How long it took is told, and judged by nobody: machines are busy. */
    private void came(long millis, String format, Object... arguments) {
        voice.seen(millis >= 0, format, arguments);
    }

    private void brand() {
        voice.chapter("A sale of a brand: one name for whatever is cached of it, on every instance");
        double a5 = price(a, 5);
        double b10 = price(b, 10);
        double b1 = price(b, 1);
        JsonNode sold = a.post("/brands/acme/sale?percent=50", Map.of());
        voice.say("A POST /brands/acme/sale 50%%: %d products are reduced in the database", sold.asInt());
        long millis = Patience.until(() -> price(b, 10) < b10);
        voice.seen(price(a, 5) < a5, "A shows product 5 at %.2f instead of %.2f at once", price(a, 5), a5);
        came(millis, "B shows product 10 at %.2f instead of %.2f after %d ms", price(b, 10), b10, millis);
        long reads = Caches.answered(b).source();
        voice.seen(
                price(b, 1) == b1 && Caches.answered(b).source() == reads,
                "product 1 is of another brand, and B still has it");
    }

    private void outage() {
        voice.chapter("Redis is lost, and comes back empty");
        price(a, 2);
        Patience.until(() -> jdbcHas(2));
        servers.redis().kill();
        voice.say("Redis is killed");
        read(b, 2, "the JDBC tier");
        read(b, 3, "the database, by the shop's own method");
        a.put("/products/1/price?cents=3000");
        long millis = Patience.until(() -> price(b, 1) == 30);
        came(millis, "A PUT /products/1/price 30.00; B shows it after %d ms: the log lies in the database", millis);
        long broken = Patience.until(() -> {
            nextProduct();
            return Caches.isRedisLeftAlone(a);
        });
        voice.seen(broken >= 0, "A leaves Redis alone after some failures");
        health("without Redis");
        servers.redis().start();
        voice.say("Redis is back");
        long stored = Caches.storedInRedis(a);
        long back = Patience.until(() -> {
            nextProduct();
            return Caches.storedInRedis(a) > stored && !Caches.isRedisLeftAlone(a);
        });
        voice.seen(back >= 0, "A uses it again after %d ms, and nobody has restarted anything", back);
        health("with Redis back");
    }

    private boolean jdbcHas(long id) {
        for (JsonNode tier : a.get(Caches.PATH + "?key=" + id + "&type=long").path("tiers")) {
            if (tier.path("tier").asString().equals("jdbc")) {
                return tier.path("verdict").asString().equals("BELIEVED");
            }
        }
        return false;
    }

    /** Reads a product on A that nobody has read yet. */
    private void nextProduct() {
        asked++;
        price(a, asked);
    }

    private void health(String when) {
        JsonNode terrace = a.get("/actuator/health").path("components").path("terrace");
        JsonNode details = terrace.path("details");
        StringBuilder scores = new StringBuilder();
        details.path("tiers")
                .properties()
                .forEach(tier -> scores.append(", ")
                        .append(tier.getKey())
                        .append(' ')
                        .append(tier.getValue().path("score").asInt()));
        voice.seen(
                terrace.path("status").asString().equals("UP"),
                "A is %s %s; score %d of 100%s",
                terrace.path("status").asString(),
                when,
                details.path("score").asInt(),
                scores);
        details.path("whole").path("reasons").forEach(reason -> voice.say("    %s", reason.asString()));
    }

    private void flag() {
        voice.chapter("A new checkout for a quarter of the users, and then for half of them");
        voice.seen(onNew(a).isEmpty(), "the flag is off: A shows the new checkout to none of %d users", USERS);
        change(
                "a first look",
                Map.of(
                        "definition",
                        "{\"type\":\"boolean\",\"default\":\"off\",\"salt\":\"checkout\","
                                + "\"rules\":[{\"rollout\":{\"percent\":25,\"variant\":\"on\"}}]}"));
        Set<String> quarter = ramped("25%", Set.of(), USERS / 4);
        change("no complaints", Map.of("percent", "50"));
        ramped("50%", quarter, USERS / 2);
        JsonNode records = a.get(FLAG + "/audit").path("records");
        records.forEach(record -> voice.say(
                "    %s  %s: %s",
                record.path("time").asString(),
                record.path("actor").asString(),
                record.path("reason").asString()));
        voice.seen(records.size() == 2, "both changes are in the audit trail, with who and why");
    }

    private void change(String reason, Map<String, String> what) {
        String version = storeVersion(a);
        Map<String, String> body = new LinkedHashMap<>(what);
        body.putAll(Map.of("version", version, "actor", ACTOR, "reason", reason));
        a.post(FLAG, body);
        voice.say("A POST %s %s", FLAG, what);
    }

    private Set<String> ramped(String share, Set<String> before, int expected) {
        long millis = Patience.until(() -> storeVersion(a).equals(storeVersion(b)) && onNew(b).size() > before.size());
        Set<String> onA = onNew(a);
        Set<String> onB = onNew(b);
        voice.seen(
                onA.equals(onB) && Math.abs(onA.size() - expected) < USERS / 10,
                "%s: %d of %d users see it, on A and on B the same ones, %d ms later",
                share,
                onA.size(),
                USERS,
                millis);
        if (!before.isEmpty()) {
            voice.seen(onA.containsAll(before), "whoever has seen it still does");
        }
        return onA;
    }

    private static String storeVersion(Instance instance) {
        return instance.get(FLAGS).path("store").path("version").asString();
    }

    /** Who sees the new checkout. */
    private static Set<String> onNew(Instance instance) {
        Set<String> seen = new TreeSet<>();
        IntStream.range(0, USERS).mapToObj(user -> "user-" + user).forEach(user -> {
            if (instance.text("/checkout", "X-User", user).equals("new")) {
                seen.add(user);
            }
        });
        return seen;
    }

    private void metrics() {
        voice.chapter("The same in meters: GET /actuator/metrics/...");
        double hits = metric("cache.gets?tag=cache:products&tag=result:hit");
        double misses = metric("cache.gets?tag=cache:products&tag=result:miss");
        voice.seen(hits > 0 && misses > 0, "cache.gets of products, of both: %.0f hits, %.0f misses", hits, misses);
        for (String tier : new String[] {"heap", "redis", "jdbc"}) {
            voice.say(
                    "terrace.cache.tier.gets of %-6s %3.0f hits, %.0f failures, %.0f skipped",
                    tier,
                    metric("terrace.cache.tier.gets?tag=tier:" + tier + "&tag=result:hit"),
                    metric("terrace.cache.tier.gets?tag=tier:" + tier + "&tag=result:failure"),
                    metric("terrace.cache.tier.gets?tag=tier:" + tier + "&tag=result:skipped"));
        }
        double score = metric(a, "terrace.health.score?tag=tier:all");
        voice.seen(score > 0 && score <= 100, "terrace.health.score of A: %.0f", score);
        voice.seen(
                !a.get("/actuator/caches")
                        .path("cacheManagers")
                        .path("cacheManager")
                        .path("caches")
                        .path("products")
                        .isMissingNode(),
                "Boot's own /actuator/caches goes on working");
    }

    private double metric(String query) {
        return metric(a, query) + metric(b, query);
    }

    private static double metric(Instance instance, String query) {
        return instance.get("/actuator/metrics/" + query)
                .path("measurements")
                .path(0)
                .path("value")
                .asDouble();
    }
}
