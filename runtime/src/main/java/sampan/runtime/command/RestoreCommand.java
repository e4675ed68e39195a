package sampan.runtime.command;

import java.io.IOException;
import java.util.List;

/** {@code restore}: start a container from the files of a checkpoint. */
final class RestoreCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String operands() {
        return "<container-id>";
    }

    @Override
    public String help() {
        return "start a container from the files of a checkpoint";
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
                "restore is not supported yet: it needs criu, which this version of Sampan does not drive");
    }
}
