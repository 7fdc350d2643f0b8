package dev.terrace.cache.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Lua script of this package, known to Redis by the SHA-1 of its text. Immutable. */
final class Script {

    static final Script PUT = new Script("entry.lua", "put.lua");
    static final Script CLAIM = new Script("claim.lua");
    static final Script FULFIL = new Script("entry.lua", "fulfil.lua");
    static final Script APPEND = new Script("epoch.lua", "head.lua", "entry.lua", "append.lua");
    static final Script READ = new Script("epoch.lua", "head.lua", "read.lua");
    static final Script BEAT = new Script("epoch.lua", "head.lua", "beat.lua");

    static final Script ACQUIRE = new Script("acquire.lua");
    static final Script RENEW = new Script("renew.lua");
    static final Script RELEASE = new Script("release.lua");
    static final Script CHANGE = new Script("epoch.lua", "ledger.lua", "change.lua");
    static final Script RECORDS = new Script("epoch.lua", "ledger.lua", "records.lua");
    static final Script TRAIL = new Script("epoch.lua", "ledger.lua", "trail.lua");
    static final Script MERGE = new Script("merge.lua");
    static final Script EVIDENCE = new Script("evidence.lua");

    static final List<Script> ALL = List.of(
            PUT, CLAIM, FULFIL, APPEND, READ, BEAT, ACQUIRE, RENEW, RELEASE, CHANGE, RECORDS, TRAIL, MERGE, EVIDENCE);

    private final byte[] body;
    private final byte[] digest;

    private Script(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(text(part)).append('\n');
        }
        body = text.toString().getBytes(StandardCharsets.US_ASCII);
        digest = sha1(body).getBytes(StandardCharsets.US_ASCII);
    }

    /** The script's text; not to be modified. */
    byte[] body() {
        return body;
    }

    /** A call of the script that Redis has stored; fails with NOSCRIPT if it has not. */
    <T> AsyncCommand<byte[], byte[], T> byDigest(
            CommandOutput<byte[], byte[], T> output, List<byte[]> keys, List<byte[]> arguments) {
        return call(CommandType.EVALSHA, digest, output, keys, arguments);
    }

    /** The same call with the script's text, which Redis stores for the next time. */
    <T> AsyncCommand<byte[], byte[], T> byBody(
            CommandOutput<byte[], byte[], T> output, List<byte[]> keys, List<byte[]> arguments) {
        return call(CommandType.EVAL, body, output, keys, arguments);
    }

    private static <T> AsyncCommand<byte[], byte[], T> call(
            CommandType type,
            byte[] script,
            CommandOutput<byte[], byte[], T> output,
            List<byte[]> keys,
            List<byte[]> arguments) {
        CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(script)
                .add(keys.size())
                .addKeys(keys)
                .addValues(arguments);
        return new AsyncCommand<>(new Command<>(type, output, args));
    }

    private static String text(String part) {
        try (InputStream in = Script.class.getResourceAsStream(part)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the script " + part + " is missing from the jar of terrace-cache-redis");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1, by which Redis knows scripts", e);
        }
    }
}
