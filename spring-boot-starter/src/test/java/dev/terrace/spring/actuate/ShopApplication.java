package dev.terrace.spring.actuate;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.tuning.Tuner;
import dev.terrace.cache.warm.WarmRun;
import dev.terrace.cache.warm.Warming;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.StringFlag;
import dev.terrace.spring.flags.EnableTerraceFlags;
import dev.terrace.spring.flags.FlagExposure;
import dev.terrace.spring.flags.FlagExposureListener;
import dev.terrace.spring.flags.RequestFlags;
import dev.terrace.spring.flags.ShopFlags;
import dev.terrace.spring.flags.WhenFlag;
import dev.terrace.spring.flags.web.FlagContextContributor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/** A shop with a web server, flags in a database, and callers who say by a header who they are, as a test's security. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
@EnableTerraceFlags(ShopFlags.class)
class ShopApplication {

    static final String USER = "X-Test-User";
    static final String ROLES = "X-Test-Roles";

    @Bean
    DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:springshop;DB_CLOSE_DELAY=-1");
        return database;
    }

    @Bean
    Exposures exposures() {
        return new Exposures();
    }

    @Bean
    FlagContextContributor tenant() {
        return (request, context) -> {
            if (request.getHeader("X-Broken") != null) {
                throw new IllegalStateException("planted");
            }
            return context.with("tenant", request.getHeader("X-Tenant"));
        };
    }

    @Bean
    CacheWarming productsWarming(Terrace terrace) {
        return new ProductsWarming(terrace);
    }

    @Bean
    Articles articles() {
        return new Articles();
    }

    @Bean
    OncePerRequestFilter testSecurity() {
        return new TestSecurity();
    }

    /** Has a cached method. */
    static class Articles {

        @Cacheable("articles")
        public String article(long id) {
            return "article " + id;
        }
    }

    /** What was recorded. */
    static final class Exposures implements FlagExposureListener {

        final Queue<FlagExposure> recorded = new ConcurrentLinkedQueue<>();

        @Override
        public void exposed(List<FlagExposure> exposures) {
            recorded.addAll(exposures);
        }
    }

    /** Warms two products, as soon as there is a cache of them. */
    private record ProductsWarming(Terrace terrace) implements CacheWarming {

        @Override
        public String cache() {
            return "products";
        }

        @Override
        @SuppressWarnings("unchecked")
        public WarmRun start() {
            var products = (dev.terrace.cache.Cache<Long, String>) terrace.caches().stream()
                    .filter(cache -> cache.name().equals("products"))
                    .findFirst()
                    .orElseThrow();
            return Warming.of(products, terrace.host()).build().start(List.of(1L, 2L));
        }
    }

    @RestController
    static class Shop {

        private static final BooleanFlag CHECKOUT = BooleanFlag.of("new_checkout", false);
        private static final StringFlag TITLE = StringFlag.of("title", "none");

        private final ShopFlags typed;
        private final RequestFlags request;
        private final Flags flags;

        Shop(ShopFlags typed, RequestFlags request, Flags flags) {
            this.typed = typed;
            this.request = request;
            this.flags = flags;
        }

        @GetMapping("/title")
        String title() {
            return typed.title() + " " + typed.title() + " " + request.value(TITLE) + " " + typed.newCheckout();
        }

        @GetMapping("/argument")
        String argument(EvaluationContext context) {
            return context.unit() + " " + flags.value(TITLE, context) + " " + flags.isOn(CHECKOUT, context);
        }
    }

    @RestController
    static class Guarded {

        @GetMapping("/checkout")
        @WhenFlag("new_checkout")
        public String checkout() {
            return "checked out";
        }
    }

    private static final class TestSecurity extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String user = request.getHeader(USER);
            String roles = request.getHeader(ROLES);
            chain.doFilter(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public @Nullable Principal getUserPrincipal() {
                            return user == null ? null : () -> user;
                        }

                        @Override
                        public boolean isUserInRole(String role) {
                            return roles != null
                                    && List.of(roles.split(",", -1)).contains(role);
                        }
                    },
                    response);
        }
    }

    /** A tuner of what caches there are. */
    static Tuner tuner(Terrace terrace) {
        var builder = Tuner.builder(terrace);
        terrace.caches().stream().filter(cache -> cache.heap() != null).forEach(builder::cache);
        return builder.build();
    }
}
