package dev.terrace.examples.shop;

import dev.terrace.spring.flags.EnableTerraceFlags;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop: an ordinary Boot application with the starter among its dependencies. */
@SpringBootApplication
@EnableCaching
@EnableTerraceFlags(ShopFlags.class)
public class ShopApplication {

    /** What an instance says when it serves, before its port. */
    public static final String SERVES = "the shop serves on port ";

    /**
     * Serves until standard input ends, which is when whoever started it does.
     *
     * @param arguments properties, as Boot takes them
     * @throws IOException if standard input fails
     */
    public static void main(String[] arguments) throws IOException {
        try (ConfigurableApplicationContext context = SpringApplication.run(ShopApplication.class, arguments)) {
            System.out.println(SERVES + context.getEnvironment().getProperty("local.server.port"));
            System.out.flush();
            while (System.in.read() >= 0) {
                // Nothing is to be said to it.
            }
        }
    }
}
