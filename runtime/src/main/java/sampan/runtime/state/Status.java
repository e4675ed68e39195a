package sampan.runtime.state;

import java.util.Locale;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#state">runtime.md#state</a>, with runc's {@code paused}. */
public enum Status {
    CREATED,
    RUNNING,
    PAUSED,
    STOPPED;

    /** The specification's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
