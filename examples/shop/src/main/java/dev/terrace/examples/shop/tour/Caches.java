package dev.terrace.examples.shop.tour;

import tools.jackson.databind.JsonNode;

/** What an instance tells of its cache of products: {@code /actuator/terracecaches/products}. Stateless. */
final class Caches {

    static final String PATH = "/actuator/terracecaches/products";

    private Caches() {}

    /**
     * Who has answered, so far.
     *
     * @param heap hits on the heap
     * @param redis hits in Redis
     * @param jdbc hits in the tables of Terrace
     * @param source products read from the database by the shop itself
     */
    record Answered(long heap, long redis, long jdbc, long source) {

        /** Who has answered since, in the words of the tour. */
        String since(Answered before) {
            if (source > before.source) {
                return "the database, by the shop's own method";
            }
            if (redis > before.redis) {
                return "Redis";
            }
            if (jdbc > before.jdbc) {
                return "the JDBC tier";
            }
            return heap > before.heap ? "the heap" : "nobody";
        }
    }

    static Answered answered(Instance instance) {
        JsonNode tiers = instance.get(PATH).path("tiers");
        return new Answered(
                tiers.path("heap").path("hits").asLong(),
                tiers.path("redis").path("hits").asLong(),
                tiers.path("jdbc").path("hits").asLong(),
                instance.get("/reads").asLong());
    }

    /** Whether calls to Redis are not even tried for now. */
    static boolean isRedisLeftAlone(Instance instance) {
        return instance.get(PATH).path("tiers").path("redis").path("open").asBoolean();
    }

    static long storedInRedis(Instance instance) {
        return instance.get(PATH).path("tiers").path("redis").path("puts").asLong();
    }
}
