package sampan.core.stats;

import java.io.IOException;
import java.util.OptionalInt;

/** What can be metered: a container. */
public interface Metered {
    String id();

    /** Of its first process; empty when it does not run. */
    OptionalInt pid();

    /** For the caller to close. */
    Meter meter() throws IOException;
}
