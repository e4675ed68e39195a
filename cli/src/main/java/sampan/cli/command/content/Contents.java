package sampan.cli.command.content;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.core.content.ImageContent;
import sampan.core.error.EngineException;
import sampan.core.snapshot.MergedTree.Child;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;

/** Opens images and finds files in them, with the sentences for what is not there. */
final class Contents {
    private Contents() {}

    static ImageContent open(Call call, String image) throws IOException {
        return ImageContent.open(call.engine().images(), image);
    }

    static EngineException missing(String path, String image) {
        return new EngineException.NotFound("Could not find the file " + path + " in image " + image);
    }

    /** What a path leads to. */
    static Child follow(ImageContent content, String path, String image) throws IOException {
        try {
            return content.follow(path).orElseThrow(() -> missing(path, image));
        } catch (SyscallException failed) {
            if (failed.is(Errno.ELOOP)) {
                throw new EngineException.InvalidArgument(
                        path + " in image " + image + " leads through too many links");
            }
            throw failed;
        }
    }
}
