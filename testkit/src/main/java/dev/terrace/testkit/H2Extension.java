package dev.terrace.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** Does what {@link WithH2} says. Thread-safe. */
final class H2Extension extends ServerExtension<H2Database> {

    H2Extension() {
        super(H2Database.class);
    }

    @Override
    public H2Database resolveParameter(ParameterContext parameter, ExtensionContext context) {
        H2Database.Storage storage =
                nearest(WithH2.class, parameter, context).map(WithH2::value).orElse(H2Database.Storage.MEMORY);
        return scope(context).computeIfAbsent(storage, key -> H2Database.open(storage), H2Database.class);
    }
}
