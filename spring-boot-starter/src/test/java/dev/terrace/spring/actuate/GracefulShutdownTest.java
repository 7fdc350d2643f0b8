package dev.terrace.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Terrace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that is closed while a request is under way. */
class GracefulShutdownTest {

    private static final long SECONDS = 60;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Application {

        @Bean
        Articles articles() {
            return new Articles();
        }

        @Bean
        Controller controller(Articles articles, Draining draining) {
            return new Controller(articles, draining);
        }

        @Bean
        Draining draining() {
            return new Draining();
        }
    }

    static class Articles {

        final AtomicInteger calls = new AtomicInteger();

        @Cacheable("articles")
        public String article(long id) {
            return "article " + id + " of call " + calls.incrementAndGet();
        }

        @Cacheable(value = "articles", sync = true)
        public String articleInSync(long id) {
            return "article " + id + " of call " + calls.incrementAndGet();
        }
    }

    /** Stopped right before the web server begins to drain: all phases above are over by then. */
    static final class Draining implements SmartLifecycle {

        final CountDownLatch begins = new CountDownLatch(1);
        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            begins.countDown();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 1023;
        }
    }

    @RestController
    static class Controller {

        final CountDownLatch reached = new CountDownLatch(1);
        private final Articles articles;
        private final Draining draining;

        Controller(Articles articles, Draining draining) {
            this.articles = articles;
            this.draining = draining;
        }

        @GetMapping("/articles")
        String articles() throws InterruptedException {
            reached.countDown();
            if (!draining.begins.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody closes the application");
            }
            return articles.article(1) + ", " + articles.article(1) + "; " + articles.articleInSync(2) + ", "
                    + articles.articleInSync(2);
        }
    }

    @Test
    void close_duringARequest_lastsUntilItHasLoadedThroughTheCache_andThenEndsTheNamespace() throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
                .run();
        Terrace terrace = context.getBean(Terrace.class);
        String port = context.getEnvironment().getProperty("local.server.port");
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/articles"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(context.getBean(Controller.class).reached.await(SECONDS, TimeUnit.SECONDS))
                .isTrue();

        context.close();

        HttpResponse<String> response = answer.get(SECONDS, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("article 1 of call 1, article 1 of call 1; article 2 of call 2, article 2 of call 2");
        assertThatThrownBy(() -> terrace.invalidateDependency("x")).isInstanceOf(IllegalStateException.class);
    }
}
