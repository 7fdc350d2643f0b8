package dev.terrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/*
 * What is said over the standard streams:
 *
 *   peer   ready <nanoTime>   its caches are built; the clock is to be compared
 *   owner  <a line>
 *   peer   <its answer>       and so on
 *   owner  (end of input)     close and end; also when the owner is no more
 */
/** A process besides the one that measures: its main class. Stateless. */
public final class Peer {

    private Peer() {}

    /**
     * Does a duty until its input ends.
     *
     * @param arguments the duty's name, then what it needs
     * @throws IOException if its input fails
     */
    public static void main(String[] arguments) throws IOException {
        serve(() -> duty(arguments[0], Arrays.asList(arguments).subList(1, arguments.length)));
    }

    /**
     * Does a duty until this process's input ends; halts the process with 1 if it fails.
     *
     * @param begin makes the duty
     * @throws IOException if the input fails
     */
    public static void serve(Begin begin) throws IOException {
        try (Duty duty = begin.duty();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            say("ready " + System.nanoTime());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                say(duty.answer(line));
            }
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Makes a duty. */
    @FunctionalInterface
    public interface Begin {

        /**
         * Makes it.
         *
         * @return a duty that is ready
         * @throws IOException if a file fails
         */
        Duty duty() throws IOException;
    }

    private static Duty duty(String name, List<String> needs) throws IOException {
        return switch (name) {
            case LatencyObserver.NAME -> LatencyObserver.open(needs.get(0), needs.get(1));
            case SessionNode.NAME -> SessionNode.open(needs.get(0));
            case Putter.NAME -> Putter.open(needs.get(0));
            case Disturber.NAME -> Disturber.open(needs.get(0));
            case Asker.NAME -> Asker.open(needs.get(0), needs.get(1));
            case RedisReader.NAME -> RedisReader.open(needs.get(0));
            case FlagLoader.NAME -> FlagLoader.open();
            case JdbcReader.NAME -> JdbcReader.open(needs.get(0));
            case FlagWriter.NAME -> FlagWriter.open(needs.get(0));
            default -> throw new IllegalArgumentException("no such duty: " + name);
        };
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
