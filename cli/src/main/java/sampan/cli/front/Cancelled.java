package sampan.cli.front;

import java.io.IOException;
import java.io.Serial;
import sampan.runtime.command.call.Invocation;

/** The caller was told by a signal to stop. */
public final class Cancelled extends IOException implements Invocation.Over {
    @Serial
    private static final long serialVersionUID = 1;

    private final int signal;

    Cancelled(int signal) {
        super("signal " + signal);
        this.signal = signal;
    }

    /** As the shell shows a program that a signal ended. */
    public int exitCode() {
        return 128 + signal;
    }
}
