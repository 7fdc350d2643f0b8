package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.Place;
import dev.terrace.flags.internal.hash.Bucketing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the rules and the schedule of one flag answer: a variant, a split, a rollout. */
final class AnswerReader {

    private final Variants variants;
    private final @Nullable String salt;
    private final String byDefault;
    private final Faults faults;
    private boolean divides;

    AnswerReader(Variants variants, @Nullable String salt, String byDefault, Faults faults) {
        this.variants = variants;
        this.salt = salt;
        this.byDefault = byDefault;
        this.faults = faults;
    }

    /** Whether anything that was read divides units. */
    boolean divides() {
        return divides;
    }

    /** The answer, or null where there is none of the three. */
    @Nullable
    Answer read(Mapping node, String rule, Reason whole) {
        if (node.text("variant") != null) {
            return new Answer.Fixed(variants.answer(variants.named(node, "variant"), whole, rule));
        }
        Mapping split = node.mapping("split");
        if (split != null) {
            return split(split, rule);
        }
        Mapping rollout = node.mapping("rollout");
        return rollout == null ? null : rollout(rollout, rule);
    }

    private Answer rollout(Mapping node, String rule) {
        divides = true;
        Integer share = thousandths(node.get("percent"));
        String otherwise = node.text("otherwise") == null ? byDefault : variants.named(node, "otherwise");
        Mapping split = node.mapping("split");
        Answer in = split == null
                ? new Answer.Fixed(variants.answer(variants.named(node, "variant"), Reason.SPLIT, rule))
                : split(split, rule);
        return new Answer.Rollout(
                bucketing(Bucketing.GATE),
                share == null ? 0 : share,
                in,
                variants.answer(otherwise, Reason.SPLIT, rule),
                variants.answer(otherwise, Reason.TARGETING_KEY_MISSING, rule));
    }

    private Answer split(Mapping node, String rule) {
        divides = true;
        List<Evaluation<Object>> evaluations = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (Map.Entry<String, DocumentNode> entry : node.entries().entrySet()) {
            Place place = entry.getValue().place();
            evaluations.add(variants.answer(variants.checked(entry.getKey(), place), Reason.SPLIT, rule));
            Integer share = thousandths(entry.getValue());
            end += share == null ? 0 : share;
            ends.add(end);
        }
        if (end != Bucketing.BUCKETS) {
            faults.add(
                    node.place(),
                    "the percentages of this split add up to "
                            + BigDecimal.valueOf(end, 3).stripTrailingZeros().toPlainString(),
                    "make them add up to 100");
        }
        return new Answer.Split(
                bucketing(Bucketing.VARIANT),
                ends.stream().mapToInt(Integer::intValue).toArray(),
                array(evaluations),
                variants.answer(byDefault, Reason.TARGETING_KEY_MISSING, rule));
    }

    private Bucketing bucketing(String stream) {
        return Bucketing.of(salt == null ? "" : salt, stream);
    }

    /** A percentage in steps of 0.001; null where the schema has refused it. */
    private static @Nullable Integer thousandths(@Nullable DocumentNode node) {
        if (!(node instanceof Scalar scalar)) {
            return null;
        }
        if (scalar.value() instanceof Long whole) {
            return Math.toIntExact(whole * 1_000);
        }
        return scalar.value() instanceof BigDecimal number
                ? (Integer) number.movePointRight(3).intValueExact()
                : null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
    private static Evaluation<Object>[] array(List<Evaluation<Object>> evaluations) {
        return evaluations.toArray(new Evaluation[0]);
    }
}
