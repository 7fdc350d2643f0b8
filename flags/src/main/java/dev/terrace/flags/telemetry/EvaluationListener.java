package dev.terrace.flags.telemetry;

/**
 * Is told of evaluations, on the threads that make them.
 *
 * <p>Implementations are thread-safe and do not block; what they throw reaches nobody.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EvaluationListener {

    /**
     * Called after an evaluation.
     *
     * @param event what was evaluated
     */
    void evaluated(EvaluationEvent event);

    /**
     * This listener, then another one, which is told even if this one throws.
     *
     * @param next the other one
     * @return both
     */
    default EvaluationListener andThen(EvaluationListener next) {
        return event -> {
            try {
                evaluated(event);
            } finally {
                next.evaluated(event);
            }
        };
    }
}
