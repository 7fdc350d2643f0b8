package dev.terrace.spring.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** What endpoints answer: a body, or a status with what is wrong and the cure. Never a stack trace. */
final class Answers {

    static final int OK = WebEndpointResponse.STATUS_OK;
    static final int ACCEPTED = 202;
    static final int BAD_REQUEST = WebEndpointResponse.STATUS_BAD_REQUEST;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = WebEndpointResponse.STATUS_NOT_FOUND;
    static final int CONFLICT = 409;
    static final int UNPROCESSABLE = 422;
    static final int UNAVAILABLE = WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** Something that an operation will not do. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final transient Map<String, Object> body;

        RefusedException(int status, String error, String cure) {
            this(status, error, cure, Map.of());
        }

        RefusedException(int status, String error, String cure, Map<String, ?> more) {
            super(error);
            this.status = status;
            body = new LinkedHashMap<>();
            body.put("error", error);
            body.put("cure", cure);
            body.putAll(more);
        }
    }

    /** What an operation answers, or why it does not. */
    static WebEndpointResponse<Map<String, Object>> of(Supplier<Map<String, Object>> operation) {
        return of(OK, operation);
    }

    static WebEndpointResponse<Map<String, Object>> of(int status, Supplier<Map<String, Object>> operation) {
        try {
            return new WebEndpointResponse<>(operation.get(), status);
        } catch (RefusedException refused) {
            return new WebEndpointResponse<>(refused.body, refused.status);
        } catch (RejectedExecutionException busy) {
            return refused(UNAVAILABLE, "all threads are busy", "try again in a moment");
        } catch (RuntimeException failure) {
            LOG.warn("An operation of an endpoint failed; whoever called it is told nothing more", failure);
            return refused(
                    WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR,
                    "the operation failed",
                    "the log of this instance says why");
        }
    }

    private static WebEndpointResponse<Map<String, Object>> refused(int status, String error, String cure) {
        return new WebEndpointResponse<>(new RefusedException(status, error, cure).body, status);
    }

    /** Waits for what an operation has begun. What it fails with is thrown as it is, if that is unchecked. */
    static <T> T await(CompletionStage<T> stage, Duration patience, String cure) {
        try {
            return stage.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new RefusedException(UNAVAILABLE, "no answer within " + patience.toMillis() + " ms", cure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(UNAVAILABLE, "the application is being stopped", cure);
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(cause == null ? e : cause);
        }
    }
}
