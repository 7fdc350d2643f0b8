package dev.terrace.cache.redis;

import dev.terrace.cache.spi.TierEntry;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What MGET answers, read as entries. As thread-safe as any output. */
final class EntriesOutput extends CommandOutput<byte[], byte[], List<@Nullable TierEntry>> {

    private final ServerClock clock;
    private long nowMillis;
    private boolean complete = true;

    EntriesOutput(ServerClock clock, int keys) {
        super(ByteArrayCodec.INSTANCE, new ArrayList<>(keys));
        this.clock = clock;
    }

    @Override
    public void multi(int count) {
        nowMillis = clock.millis();
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            output.add(null);
            return;
        }
        long life = StoredEntry.remainingMillis(bytes, nowMillis);
        complete &= life != StoredEntry.UNTOLD;
        output.add(life == StoredEntry.UNTOLD ? null : StoredEntry.decode(bytes, life));
    }

    /** Whether the life of everything there is could be told. */
    boolean isComplete() {
        return complete;
    }
}
