package sampan.cli.front;

import java.io.IOException;
import java.io.Serial;
import sampan.runtime.command.call.Invocation;

/** Nobody reads any more what a command writes, or waits for its end. */
public final class CallerGone extends IOException implements Invocation.Over {
    @Serial
    private static final long serialVersionUID = 1;

    CallerGone() {
        super("the caller is gone");
    }
}
