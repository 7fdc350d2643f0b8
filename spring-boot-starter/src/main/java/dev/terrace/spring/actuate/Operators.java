package dev.terrace.spring.actuate;

import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who may change something by an endpoint, beyond what Boot's access rules and the application's own security say.
 *
 * <p>Immutable and thread-safe.
 *
 * @param roles an authenticated user needs one of these; anybody who has come so far may, if there are none
 * @since 0.1.0
 */
public record Operators(List<String> roles) {

    private static final int LONGEST = 200;

    /** Copies the list. */
    public Operators {
        roles = List.copyOf(roles);
    }

    /** Refuses whoever has none of the roles. */
    void require(SecurityContext security) {
        if (!roles.isEmpty() && roles.stream().noneMatch(security::isUserInRole)) {
            throw new Answers.RefusedException(
                    Answers.FORBIDDEN,
                    security.getPrincipal() == null
                            ? "nobody is authenticated"
                            : "the user has none of the roles that may do this",
                    "see terrace.management.roles");
        }
    }

    /** Who acts: the user, whatever else the request says; where nobody is authenticated, who the request names. */
    String actor(SecurityContext security, @Nullable String named) {
        Principal user = security.getPrincipal();
        if (user != null && user.getName() != null && !user.getName().isBlank()) {
            String name = user.getName();
            if (named != null && !named.equals(name)) {
                throw new Answers.RefusedException(
                        Answers.FORBIDDEN,
                        "the request names another actor than the user who has made it",
                        "leave \"actor\" out: who is authenticated is recorded");
            }
            return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        }
        if (named == null || named.isBlank()) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST,
                    "nobody is authenticated, and no actor is named",
                    "say by \"actor\" who changes it");
        }
        return named;
    }
}
