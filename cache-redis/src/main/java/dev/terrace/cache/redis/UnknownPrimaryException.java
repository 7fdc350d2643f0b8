package dev.terrace.cache.redis;

/** Says that a Sentinel watches no primary of that name. */
final class UnknownPrimaryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownPrimaryException(String name) {
        super("the Sentinels of uri watch no primary called " + name
                + ": correct the name after # in it, as it stands in their \"sentinel monitor\"");
    }
}
