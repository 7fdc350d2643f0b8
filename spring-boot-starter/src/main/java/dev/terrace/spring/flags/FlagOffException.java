package dev.terrace.spring.flags;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * A method was called that does not run while its flag is as it is; see {@link WhenFlag}. As the answer to a web request it is a 404: to whoever has
 * made it, what is switched off is not there.
 *
 * <p>Thread-safety: as every exception.
 *
 * @since 0.1.0
 */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class FlagOffException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Its key. */
    private final String flag;

    FlagOffException(String flag, String method) {
        super(method + " does not run while flag '" + flag + "' is as it is");
        this.flag = flag;
    }

    /**
     * The flag that has decided.
     *
     * @return its key
     */
    public String flag() {
        return flag;
    }
}
