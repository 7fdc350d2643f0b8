package dev.terrace.flags.source;

import dev.terrace.flags.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes down what a source says. */
class Heard implements Intake {

    final List<String> words = new ArrayList<>();
    final List<Duration> gaps = new ArrayList<>();

    @Override
    public CompletionStage<SourceEvent> offer(Document document) {
        words.add("offer " + Texts.of(document));
        return CompletableFuture.completedFuture(new SourceEvent.Skipped("", document.digest()));
    }

    @Override
    public void refuse(String digest, List<Problem> problems) {
        words.add("refuse " + problems.get(0).message());
    }

    @Override
    public void unavailable(String reason) {
        words.add("away " + reason);
    }

    @Override
    public void late(Duration gap) {
        gaps.add(gap);
    }

    List<String> take() {
        List<String> taken = List.copyOf(words);
        words.clear();
        return taken;
    }
}
