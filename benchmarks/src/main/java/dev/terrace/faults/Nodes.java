package dev.terrace.faults;

import dev.terrace.benchmarks.PeerProcess;
import dev.terrace.benchmarks.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The processes of a run. To be used by one thread. */
final class Nodes implements AutoCloseable {

    private static final List<String> OPTIONS = List.of(
            "-Xmx192m",
            "-XX:+UseSerialGC",
            // Ten seconds are too short for the second compiler to pay.
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");

    private final List<PeerProcess> processes = new ArrayList<>();

    /** Starts all of them. */
    static Nodes launch(List<Orders> orders) throws IOException {
        Nodes nodes = new Nodes();
        try {
            for (Orders order : orders) {
                Path log = order.directory().resolve("node-" + order.number() + ".log");
                nodes.processes.add(
                        PeerProcess.begin(log, "node-" + order.number(), FaultNode.class, OPTIONS, order.words()));
            }
            nodes.processes.forEach(PeerProcess::awaitReady);
            return nodes;
        } catch (IOException | RuntimeException failure) {
            nodes.close();
            throw failure;
        }
    }

    /** Has all answer a line, one after the other. */
    void ask(String line) {
        processes.forEach(process -> process.ask(line));
    }

    /** Stops one of them. */
    void stopOne(Random random) {
        Signal.STOP.send(processes.get(random.nextInt(processes.size())).pid());
    }

    /** Lets all go on. */
    void goOn() {
        processes.forEach(process -> Signal.CONT.send(process.pid()));
    }

    @Override
    public void close() {
        goOn();
        processes.forEach(PeerProcess::end);
        processes.forEach(PeerProcess::close);
    }
}
