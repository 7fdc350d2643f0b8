package dev.terrace.flags;

import dev.terrace.flags.internal.hash.Bucketing;
import dev.terrace.flags.internal.rules.Trace;
import org.jspecify.annotations.Nullable;

/*
 * What a rule or a step of a schedule answers. Every evaluation that can come of it was made with it, so that choosing one
 * allocates nothing. Immutable.
 */
abstract sealed class Answer {

    abstract Evaluation<Object> choose(@Nullable String unit, @Nullable Trace trace);

    /** Whether it divides units, and so rests on a salt. */
    abstract boolean divides();

    /** One variant for everyone. */
    static final class Fixed extends Answer {
        private final Evaluation<Object> evaluation;

        Fixed(Evaluation<Object> evaluation) {
            this.evaluation = evaluation;
        }

        @Override
        Evaluation<Object> choose(@Nullable String unit, @Nullable Trace trace) {
            return evaluation;
        }

        @Override
        boolean divides() {
            return false;
        }
    }

    /** One of several variants, by the unit's place in the stream of variants. */
    static final class Split extends Answer {
        private final Bucketing variants;
        private final int[] ends;
        private final Evaluation<Object>[] evaluations;
        private final Evaluation<Object> nobody;

        /** Each variant has the places from the end of the one before to its own; the last ends at 100,000. */
        Split(Bucketing variants, int[] ends, Evaluation<Object>[] evaluations, Evaluation<Object> nobody) {
            this.variants = variants;
            this.ends = ends;
            this.evaluations = evaluations;
            this.nobody = nobody;
        }

        @Override
        Evaluation<Object> choose(@Nullable String unit, @Nullable Trace trace) {
            if (unit == null) {
                return nobody;
            }
            int bucket = variants.bucket(unit);
            int i = 0;
            while (bucket >= ends[i]) {
                i++;
            }
            if (trace != null) {
                trace.line("split: place " + bucket + " of 100000 is in " + evaluations[i].variant());
            }
            return evaluations[i];
        }

        @Override
        boolean divides() {
            return true;
        }
    }

    /** Those whose place in the stream of the gate is below the share; so who is in at a share is in at every greater one. */
    static final class Rollout extends Answer {
        private final Bucketing gate;
        private final int share;
        private final Answer in;
        private final Evaluation<Object> out;
        private final Evaluation<Object> nobody;

        Rollout(Bucketing gate, int share, Answer in, Evaluation<Object> out, Evaluation<Object> nobody) {
            this.gate = gate;
            this.share = share;
            this.in = in;
            this.out = out;
            this.nobody = nobody;
        }

        @Override
        Evaluation<Object> choose(@Nullable String unit, @Nullable Trace trace) {
            if (unit == null) {
                return nobody;
            }
            int bucket = gate.bucket(unit);
            boolean isIn = bucket < share;
            if (trace != null) {
                trace.line("rollout: place " + bucket + " of 100000 is " + (isIn ? "in" : "not in") + " (below " + share
                        + " is)");
            }
            return isIn ? in.choose(unit, trace) : out;
        }

        @Override
        boolean divides() {
            return true;
        }
    }
}
