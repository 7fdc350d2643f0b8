package dev.terrace.cache.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** Asks the Sentinels of an address for the primary. Thread-safe. */
final class Sentinels implements Locator {

    private final RedisClient client;
    private final Address address;

    Sentinels(RedisClient client, Address address) {
        this.client = client;
        this.address = address;
    }

    @Override
    public CompletionStage<RedisURI> locate() {
        return ask(address.servers());
    }

    /** What one of them says, whichever. */
    CompletionStage<RedisURI> hint() {
        List<RedisURI> all = address.servers();
        return ask(List.of(all.get(ThreadLocalRandom.current().nextInt(all.size()))));
    }

    private CompletionStage<RedisURI> ask(List<RedisURI> sentinels) {
        CommandArgs<byte[], byte[]> question = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add("get-master-addr-by-name")
                .add(address.primary());
        return Survey.of(client, sentinels, CommandType.SENTINEL, question, (sentinel, answer) -> read(answer))
                .thenApply(primary -> primary.like(address.uri()));
    }

    private Place read(List<Object> answer) {
        if (answer.size() < 2) {
            throw new UnknownPrimaryException(address.primary());
        }
        return new Place(Primary.text(answer.get(0)), Integer.parseInt(Primary.text(answer.get(1))));
    }
}
