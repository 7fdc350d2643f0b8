package dev.terrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A Boot application with nothing in it, in a process of its own. It names nothing of Terrace, which may not be there. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public final class EmptyApplication {

    /** Says that it has started, whether with Terrace, and what processor time it took. */
    static final String READY = "ready";

    private EmptyApplication() {}

    /**
     * Starts, says so, and ends.
     *
     * @param arguments properties, as Boot takes them
     */
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(EmptyApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run(arguments)) {
            tell(context);
        }
    }

    static void tell(ApplicationContext started) {
        System.out.println(READY + " " + started.containsBean("terrace") + " " + processorNanos());
        System.out.flush();
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
