package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Attachment.text;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * A claim is a string that expires, in the slot of its entry, so that one script can look at both. Its text is token, epoch and sequence;
 * the token comes first, as in a lease, whose scripts prolong and release claims as well.
 */
/** The claims of a tier on Redis. Thread-safe. */
final class RedisClaims implements Claims {

    private final Keys keys;
    private final Commands commands;

    RedisClaims(Keys keys, Commands commands) {
        this.keys = keys;
        this.commands = commands;
    }

    @Override
    public CompletionStage<Claimed> claim(String cache, Claim claim, Duration ttl, long instead, boolean unlessStored) {
        List<byte[]> arguments = List.of(
                Keys.utf8(written(claim)), text(Limits.ttlMillis(ttl)), text(instead), text(unlessStored ? 1 : 0));
        return Commands.then(
                run(Script.CLAIM, () -> new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), cache, claim, arguments),
                answer -> claimed(claim.key(), answer));
    }

    private static String written(Claim claim) {
        Position position = claim.position();
        return claim.token() + " " + position.epoch() + " " + position.sequence();
    }

    private static Claimed claimed(Digest key, List<Object> answer) {
        char what = (char) ((byte[]) answer.get(0))[0];
        if (what == 'h') {
            return new Claimed.Held(
                    held(key, (byte[]) answer.get(1)), Duration.ofMillis(Math.max(0, (Long) answer.get(2))));
        }
        TierEntry entry = answer.size() < 3 ? null : StoredEntry.decode((byte[]) answer.get(2), (Long) answer.get(1));
        if (what == 's') {
            return new Claimed.Stored(Objects.requireNonNull(entry, "what stands has an envelope"));
        }
        return new Claimed.Granted(entry);
    }

    /** Reads a claim's text. */
    private static Claim held(Digest key, byte[] stored) {
        String[] parts = new String(stored, StandardCharsets.US_ASCII).split(" ", -1);
        return new Claim(
                key, Long.parseLong(parts[0]), new Position(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    @Override
    public CompletionStage<Boolean> prolong(String cache, Claim claim, Duration ttl) {
        return is(Script.RENEW, cache, claim, List.of(text(claim.token()), text(Limits.ttlMillis(ttl))));
    }

    @Override
    public CompletionStage<Boolean> fulfil(String cache, Claim claim, TierWrite write) {
        return is(
                Script.FULFIL,
                cache,
                claim,
                List.of(StoredEntry.encode(write), text(StoredEntry.lifeMillis(write.life())), text(claim.token())));
    }

    @Override
    public CompletionStage<Boolean> release(String cache, Claim claim) {
        return is(Script.RELEASE, cache, claim, List.of(text(claim.token())));
    }

    private CompletableFuture<Boolean> is(Script script, String cache, Claim claim, List<byte[]> arguments) {
        return Commands.then(
                run(script, () -> new IntegerOutput<>(ByteArrayCodec.INSTANCE), cache, claim, arguments),
                number -> number != 0);
    }

    private <T extends @Nullable Object> CompletableFuture<T> run(
            Script script,
            Supplier<? extends CommandOutput<byte[], byte[], T>> output,
            String cache,
            Claim claim,
            List<byte[]> arguments) {
        return commands.run(script, output, List.of(new Commands.Call(keys.claim(cache, claim.key()), arguments)))
                .get(0);
    }
}
