package sampan.cli.command.content;

import java.io.IOException;
import java.io.InputStream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.Usage;
import sampan.core.content.ImageContent;
import sampan.core.error.EngineException;
import sampan.core.snapshot.MergedTree.Child;

/** {@code image cat}: writes files of an image to stdout. */
public final class ImageCatCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "image cat",
                    "IMAGE PATH [PATH...]",
                    "Print files of an image\n\nLinks are followed inside the image. Nothing of it is run or mounted.")
            .atLeast(2);

    private static final int BUFFER = 64 << 10;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException {
        String image = call.operands().getFirst();
        try (ImageContent content = Contents.open(call, image)) {
            for (String path : call.operands().subList(1, call.operands().size())) {
                Child file = Contents.follow(content, path, image);
                if (!file.status().isRegular()) {
                    throw new EngineException.InvalidArgument(path + " in image " + image + " is "
                            + (file.status().isDirectory() ? "a directory" : "no regular file"));
                }
                copy(call, content, file);
            }
        }
        return 0;
    }

    private static void copy(Call call, ImageContent content, Child file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = content.read(file)) {
            int got;
            while ((got = stream.read(buffer)) > 0) {
                call.session().checkCancelled();
                call.out().write(buffer, 0, got);
            }
        }
    }
}
