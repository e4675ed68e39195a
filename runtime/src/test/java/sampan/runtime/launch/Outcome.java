package sampan.runtime.launch;

import java.util.Optional;
import sampan.runtime.program.LaunchFailure;

/** How a launched program ended: not at all, or with a code. */
public record Outcome(Optional<LaunchFailure> failure, int code, String out, String err) {
    public String message() {
        return failure.map(LaunchFailure::message).orElse("it ran, and ended with " + code + ": " + out + err);
    }
}
