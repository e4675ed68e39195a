package sampan.runtime.launch;

import java.util.Optional;
import sampan.runtime.program.Program;
import sampan.runtime.program.Script;

/** Turns one more process of a running container into a program. */
public final class ExecCompiler {
    private ExecCompiler() {}

    public static Program compile(ExecRequest request) {
        return new Script().purpose(request.id(), "", "").program(Optional.empty());
    }
}
