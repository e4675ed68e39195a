package sampan.runtime.command;

import java.io.IOException;

/** {@code restore}: start a container from the files of a checkpoint. */
final class RestoreCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String help() {
        return "start a container from the files of a checkpoint";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        throw new RuntimeFailure(
                "restore is not supported yet: it needs criu, which this version of Sampan does not drive");
    }
}
