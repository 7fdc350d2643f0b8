package dev.terrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a member is run. */
@FunctionalInterface
interface Stage {

    /**
     * Runs one to its end.
     *
     * @param arguments its name and its options
     * @param errors gets what it says of failures
     * @param limit after which it is ended
     * @return why it failed; null where it did not
     */
    @Nullable
    String run(List<String> arguments, Path errors, Duration limit) throws IOException, InterruptedException;
}
