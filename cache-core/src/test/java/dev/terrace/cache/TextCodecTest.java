package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecTest {

    private final TextCodec codec = new TextCodec();

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "what?", "Grüße", "日本", "\uD83D\uDE00 smile", "\u0000", "\uFFFD"})
    void texts_comeBackAsTheyWere(String text) {
        assertThat(codec.decode(codec.encode(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uDE00b", "\uDE00\uD83D"})
    void halfOfASurrogatePair_isRefused_notReplaced(String text) {
        assertThatThrownBy(() -> codec.encode(text)).hasMessageContaining("surrogate");
    }

    @Test
    void bytes_areTheTextsUtf8AndNothingElse() {
        assertThat(codec.encode("ä")).containsExactly(0xC3, 0xA4);
        assertThat(codec.id()).isEqualTo(2);
    }
}
