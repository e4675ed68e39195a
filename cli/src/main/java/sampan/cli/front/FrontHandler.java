package sampan.cli.front;

import java.io.IOException;

/** Runs a command for a caller. */
@FunctionalInterface
public interface FrontHandler {
    /** @return the command's exit status */
    int serve(FrontSession session) throws IOException;
}
