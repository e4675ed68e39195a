package sampan.cli.command.content;

import java.io.BufferedOutputStream;
import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.Usage;
import sampan.core.content.Differences;
import sampan.core.content.ImageContent;

/** {@code image diff}: which files two images have not in common. */
public final class ImageDiffCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "image diff",
                    "IMAGE OTHER",
                    "Show which files differ between two images\n\nA: only the second has it, D: only the first has it, C: type,"
                            + " owner, mode, attributes or content differ.\nTimes are not looked at.")
            .exactly(2);

    private static final int BUFFER = 64 << 10;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException {
        FileNames names = FileNames.of(call);
        try (ImageContent before = Contents.open(call, call.operands().getFirst());
                ImageContent after = Contents.open(call, call.operands().get(1))) {
            BufferedOutputStream out = new BufferedOutputStream(call.out(), BUFFER);
            new Differences(before, after).tell(change -> {
                call.session().checkCancelled();
                out.write(change.kind().letter());
                out.write(' ');
                out.write(names.bytes(change.path()));
                out.write('\n');
            });
            out.flush();
        }
        return 0;
    }
}
