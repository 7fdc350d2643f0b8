package dev.terrace.examples.shop.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The command behind {@code ./shop}. Stateless. */
public final class ShopTour {

    static final String HELP = """
            Usage: ./shop [--stay]

            Starts a Redis, a PostgreSQL and two instances of a small shop on Spring Boot, has them show what Terrace does for them, and
            tells what it saw. Needs a JDK, 17 or newer, and Maven Central the first time.

              --stay    leaves everything running afterwards, until Enter is pressed
              --help    this
            """;

    private ShopTour() {}

    /**
     * Gives the tour; exits with 0 if all was as promised, with 1 if not, with 2 for a wrong option.
     *
     * @param arguments the options
     */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.setProperty("logback.configurationFile", "tour-logback.xml"); // before the first logger is made
        System.exit(run(List.of(arguments), System.in, System.out, System.err));
    }

    static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(HELP);
            return 0;
        }
        if (!arguments.isEmpty() && !arguments.equals(List.of("--stay"))) {
            err.println("shop: unknown option in " + String.join(" ", arguments)
                    + ": use --stay or nothing (see ./shop --help)");
            return 2;
        }
        try {
            return tour(arguments.contains("--stay"), in, out) ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("shop: interrupted");
            return 1;
        } catch (Exception e) {
            err.println("shop: " + e);
            return 1;
        }
    }

    private static boolean tour(boolean stay, InputStream in, PrintStream out)
            throws IOException, SQLException, InterruptedException {
        Voice voice = new Voice(out);
        Path directory = Files.createTempDirectory("terrace-shop-");
        List<Instance> instances = new CopyOnWriteArrayList<>();
        Thread onExit = new Thread(() -> instances.forEach(Instance::kill), "shop-exit");
        Runtime.getRuntime().addShutdownHook(onExit);
        out.println("Starting Redis, PostgreSQL and two instances of the shop");
        try (Servers servers = Servers.start()) {
            for (String name : List.of("A", "B")) {
                instances.add(Instance.launch(name, directory, servers.properties()));
            }
            for (Instance instance : instances) {
                instance.awaitServing();
                voice.say("%s serves at %s", instance.name(), instance.address());
            }
            new Tour(voice, servers, instances.get(0), instances.get(1)).tell();
            boolean good = voice.end();
            if (!good) {
                instances.forEach(instance -> out.println(instance.log()));
            }
            if (stay) {
                out.printf(
                        "%nBoth go on serving; look at them at %s/actuator and %s/actuator. Enter ends them.%n",
                        instances.get(0).address(), instances.get(1).address());
                in.read();
            }
            instances.forEach(Instance::end);
            instances.forEach(Instance::close);
            return good;
        } finally {
            instances.forEach(Instance::kill);
            delete(directory);
            forget(onExit);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            // File, not Files: a file that is gone already is no failure.
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // It runs already; what it does may be done twice.
            return;
        }
    }
}
