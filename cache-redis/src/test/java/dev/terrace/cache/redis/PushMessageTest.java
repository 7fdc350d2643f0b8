package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Pushed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushMessageTest {

    @Test
    void decode_ofAnAppend_isThatAppend() {
        assertThat(PushMessage.decode(Keys.utf8("1 77 5 node:3 4 1 6\nda €n" + "d 1\n2x")))
                .isNull();
        assertThat(PushMessage.decode(Keys.utf8("1 77 5 node:3 6 1\nda €n")))
                .isEqualTo(new Pushed("node:3", new Appended(77, 5), List.of(Name.dependency("a €"), Name.NAMESPACE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "1 77 5 node:3\n",
                "2 77 5 node:3 2\nda",
                "1 77 5 node:3 2\nd",
                "1 77 5 node:3 2\ndab",
                "1 77 5 node:3 -2\nda",
                "1 77 5 node:3 0\n",
                "1 77 0 node:3 2\nda",
                "1 0 5 node:3 2\nda",
                "1 -1 5 node:3 2\nda",
                "1 77 9223372036854775807 node:3 2 2\ndadb",
                "1 x 5 node:3 2\nda",
                "1 77 5 node:3 99999999999\nda",
                "1 77 5 node:3 2\n?a",
                "hello"
            })
    void decode_ofAnythingElse_isNothing(String message) {
        assertThat(PushMessage.decode(Keys.utf8(message))).isNull();
    }
}
