package dev.terrace.flags.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(((((((a{9}){9}){9}){9}){9}){9}){9}){9}",
                "(x{1000}){2,}y",
                "((((x{50}){50}){50}"
            })
    void of_whatWouldNotFitIntoMemory_isLarge(String pattern) {
        assertThat(RegexSize.of(pattern)).isGreaterThan(Regex.LARGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-z]+@acme\\.example$",
                "\\p{Greek}{3}",
                "\\x{10FFFF}",
                "[]a{9999}]",
                "v[0-9]{1,3}(\\.[0-9]{1,3}){2}",
                "a{b}"
            })
    void of_ordinaryPatterns_isSmall(String pattern) {
        assertThat(RegexSize.of(pattern)).isLessThan(100);
    }

    @Test
    void of_randomPatterns_isNotBelowWhatTheEngineMakes() {
        Random random = new Random(20);
        String[] parts = {
            "a", "bc", "(", ")", "(?:", "|", "[a-c]", "\\d", ".", "{2}", "{1,4}", "{3,}", "*", "+", "?", "\\pL", "^"
        };
        int compiled = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            long bound = RegexSize.of(text.toString());
            if (bound > 100_000) {
                continue;
            }
            try {
                int size = Pattern.compile(text.toString()).programSize();
                compiled++;
                // The engine adds a beginning and an end of its own.
                assertThat((long) size).as(text.toString()).isLessThanOrEqualTo(bound + 4);
            } catch (PatternSyntaxException e) {
                // no pattern, so no size
            }
        }
        assertThat(compiled).isGreaterThan(5_000);
    }
}
