package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CodecCost.Large;
import dev.terrace.cache.CodecCost.Small;
import org.junit.jupiter.api.Test;

class CodecCostTest {

    private final CodecCost cost = new CodecCost();

    @Test
    void values_encoded_areOfTheSizesThatTheTableNames() {
        assertThat(new Small().payload.length).isBetween(95, 105);
        assertThat(new Large().payload.length).isBetween(9_900, 10_500);
    }

    @Test
    void everyWay_leadsToTheSame() {
        Small small = new Small();
        assertThat(cost.codecEncode(small)).isEqualTo(small.payload);
        assertThat(cost.envelopeWrite(small)).isEqualTo(small.stored);
        assertThat(cost.bothEncode(small)).isEqualTo(small.stored);
        assertThat(cost.codecDecode(small)).isEqualTo(small.plain);
        assertThat(cost.envelopeRead(small).payload()).isEqualTo(small.payload);
        assertThat(cost.bothDecode(small)).isEqualTo(small.plain);

        Large large = new Large();
        assertThat(cost.codecEncodeLarge(large)).isEqualTo(large.payload);
        assertThat(cost.envelopeWriteLarge(large)).isEqualTo(large.stored);
        assertThat(cost.bothEncodeLarge(large)).isEqualTo(large.stored);
        assertThat(cost.codecDecodeLarge(large)).isEqualTo(large.plain);
        assertThat(cost.envelopeReadLarge(large).payload()).isEqualTo(large.payload);
        assertThat(cost.bothDecodeLarge(large)).isEqualTo(large.plain);
    }
}
