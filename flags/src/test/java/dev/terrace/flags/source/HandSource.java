package dev.terrace.flags.source;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source that says what a test wants. */
final class HandSource implements Source {

    private final String name;
    private final boolean audited;
    private final Consumer<Intake> first;
    private volatile @Nullable Intake intake;
    volatile boolean closed;

    HandSource(String name, boolean audited, Consumer<Intake> first) {
        this.name = name;
        this.audited = audited;
        this.first = first;
    }

    static HandSource with(String name, String text) {
        return new HandSource(name, false, intake -> intake.offer(Texts.document(text)));
    }

    static HandSource away(String name) {
        return new HandSource(name, false, intake -> intake.unavailable("its server is down"));
    }

    static HandSource silent(String name) {
        return new HandSource(name, false, intake -> {});
    }

    Intake intake() {
        Intake opened = intake;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    SourceEvent offer(String text) throws InterruptedException, ExecutionException, TimeoutException {
        return intake().offer(Texts.document(text)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public boolean isAudited() {
        return audited;
    }

    @Override
    public void open(Intake to) {
        intake = to;
        first.accept(to);
    }

    @Override
    public void close() {
        closed = true;
    }
}
