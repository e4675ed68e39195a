package sampan.runtime.command;

import java.io.IOException;
import java.util.List;

/** {@code checkpoint}: write a running container into files. */
final class CheckpointCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String operands() {
        return "<container-id>";
    }

    @Override
    public String help() {
        return "write a running container into files";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int least() {
        return 1;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        throw new RuntimeFailure(
                "checkpoint is not supported yet: it needs criu, which this version of Sampan does not drive");
    }
}
