package dev.terrace.cache.redis;

import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import java.util.function.BiPredicate;

/** A command that is sent again to wherever a node of the cluster says that its key is. As thread-safe as any command. */
final class Redirected<T> extends CommandWrapper<byte[], byte[], T> {

    private static final int MOST = 5;

    private final BiPredicate<Redirected<?>, String> sender;
    private int redirections;

    /** The sender is given what a node has answered, and says whether it has sent the command somewhere else. */
    Redirected(RedisCommand<byte[], byte[], T> command, BiPredicate<Redirected<?>, String> sender) {
        super(command);
        this.sender = sender;
    }

    @Override
    public void complete() {
        String error = getOutput().getError();
        if (error != null && redirections < MOST && !isDone()) {
            redirections++;
            if (sender.test(this, error)) {
                return;
            }
        }
        super.complete();
    }

    /** Forgets what the last node has answered. */
    void again() {
        getOutput().setError((String) null);
    }
}
