package sampan.cli.command.registry;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;

/** {@code manifest rm}: forgets lists that were not pushed, or were. */
public final class ManifestRmCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "manifest rm",
                    "MANIFEST_LIST [MANIFEST_LIST...]",
                    "Delete one or more manifest lists from local storage")
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        for (String operand : call.operands()) {
            ManifestList list = new ManifestList(call, ImageName.parse(operand).withDefaultTag());
            list.require();
            list.remove();
        }
        return 0;
    }
}
