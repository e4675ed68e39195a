package sampan.runtime.command;

import java.io.IOException;

/** {@code checkpoint}: write a running container into files. */
final class CheckpointCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String help() {
        return "write a running container into files";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        throw new RuntimeFailure(
                "checkpoint is not supported yet: it needs criu, which this version of Sampan does not drive");
    }
}
