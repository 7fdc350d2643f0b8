/**
 * Feature flags that are evaluated inside the service: no I/O, no lock, never an exception.
 *
 * <p>{@link dev.terrace.flags.Definitions} are read from a document, JSON or YAML, and compiled for a
 * {@link dev.terrace.flags.Setting} into an immutable {@link dev.terrace.flags.Snapshot}. {@link dev.terrace.flags.Flags}
 * evaluates the snapshot it holds, and takes another one at any time:
 *
 * <pre>{@code
 * static final BooleanFlag NEW_CHECKOUT = BooleanFlag.of("new_checkout", false);
 *
 * Flags flags = Flags.of(Definitions.parse(text, Format.YAML).compile(Setting.of("production")));
 * if (flags.isOn(NEW_CHECKOUT, user.id())) { ... }
 * }</pre>
 *
 * <p>{@link dev.terrace.flags.source} feeds flags from files, the class path and stores; {@link dev.terrace.flags.store} keeps them in a
 * ledger and changes them, with {@link dev.terrace.flags.audit an audit record} of each change.
 * {@code dev.terrace.flags.openfeature} answers OpenFeature's clients.
 */
@NullMarked
package dev.terrace.flags;

import org.jspecify.annotations.NullMarked;
