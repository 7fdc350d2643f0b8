package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Pushed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The message is `1 epoch first id length length ...`, a line feed, and the names, each of so many bytes of UTF-8. Whoever may publish
 * could send anything else, so what does not fit exactly is not taken for an append.
 */
/** Reads what append.lua publishes. Stateless. */
final class PushMessage {

    private static final String FORMAT = "1";
    private static final int HEAD = 4;

    private PushMessage() {}

    /** The append that a message carries, or null if it carries none that this version understands. */
    static @Nullable Pushed decode(byte[] message) {
        int end = 0;
        while (end < message.length && message[end] != '\n') {
            end++;
        }
        String[] head = new String(message, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        if (head.length <= HEAD || !head[0].equals(FORMAT)) {
            return null;
        }
        try {
            Appended appended = new Appended(Long.parseLong(head[1]), Long.parseLong(head[2]));
            List<Name> names = new ArrayList<>(head.length - HEAD);
            int from = end + 1;
            for (int i = HEAD; i < head.length; i++) {
                int length = Integer.parseInt(head[i]);
                names.add(LogReply.name(new String(message, from, length, StandardCharsets.UTF_8)));
                from += length;
            }
            Pushed pushed = new Pushed(head[3], appended, names);
            boolean isAppend = from == message.length
                    && pushed.before().isKnown()
                    && pushed.reached().isKnown();
            return isAppend ? pushed : null;
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return null;
        }
    }
}
