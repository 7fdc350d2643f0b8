package dev.terrace.cache.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for a setting of the server that costs more than anybody would expect of it. Stateless. */
final class Eviction {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
    private static final Pattern BOUNDED = Pattern.compile("^maxmemory:[1-9]", Pattern.MULTILINE);
    private static final Pattern ANY_KEY = Pattern.compile("^maxmemory_policy:allkeys-", Pattern.MULTILINE);

    private Eviction() {}

    /** Warns where the server may evict keys without an end, such as those of a log or ledger. Says nothing if it may not be asked. */
    static void warnIfItMayTakeAnything(Commands commands, String place) {
        AsyncCommand<byte[], byte[], byte[]> info = new AsyncCommand<>(new Command<>(
                CommandType.INFO,
                new ByteArrayOutput<>(ByteArrayCodec.INSTANCE),
                new CommandArgs<>(ByteArrayCodec.INSTANCE).add("memory")));
        info.thenAccept(answer -> {
            String memory = new String(answer, StandardCharsets.UTF_8);
            if (BOUNDED.matcher(memory).find() && ANY_KEY.matcher(memory).find()) {
                LOG.warn(
                        "Redis at {} may evict any key when its memory is full, the invalidation log and the ledger too: everything cached "
                                + "is then loaded again, and records of the ledger are gone. Set its maxmemory-policy to volatile-lru",
                        place);
            }
        });
        commands.send(List.of(info));
    }
}
