package sampan.runtime.launch;

import java.util.Optional;
import sampan.runtime.program.Program;
import sampan.runtime.program.Script;

/** Turns a runtime specification into the program that makes the container. Pure: same request, same program. */
public final class LaunchCompiler {
    private LaunchCompiler() {}

    /** @throws InvalidSpecException when the specification asks for what cannot be */
    public static Program compile(LaunchRequest request) {
        return new Script().purpose(request.id(), "", "").program(Optional.empty());
    }
}
