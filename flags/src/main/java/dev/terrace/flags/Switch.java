package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/** The switches that force other flags, the strongest first. Each is a boolean flag of that key. */
enum Switch {
    EMERGENCY_SHUTDOWN("emergency_shutdown", Reason.EMERGENCY_SHUTDOWN),
    MAINTENANCE("maintenance_mode", Reason.MAINTENANCE),
    READ_ONLY("read_only_mode", Reason.READ_ONLY);

    final String key;
    final Reason reason;

    Switch(String key, Reason reason) {
        this.key = key;
        this.reason = reason;
    }

    static @Nullable Switch of(String key) {
        for (Switch one : values()) {
            if (one.key.equals(key)) {
                return one;
            }
        }
        return null;
    }
}
