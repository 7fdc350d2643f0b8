package dev.terrace.cache.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names databases for people, without the secrets that a JDBC URL may carry. */
final class Places {

    private static final Pattern PARAMETERS = Pattern.compile("[?;].*", Pattern.DOTALL);
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*@");

    private Places() {}

    static String of(@Nullable String url, String otherwise) {
        if (url == null) {
            return otherwise;
        }
        String bare = PARAMETERS.matcher(url).replaceFirst("");
        return CREDENTIALS.matcher(bare).replaceFirst("//");
    }
}
