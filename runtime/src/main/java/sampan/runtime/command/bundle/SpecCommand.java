package sampan.runtime.command.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Write;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.json.GoJson;

/** {@code spec}: write a config.json to start from. */
public final class SpecCommand implements RuntimeCommand {
    private static final int MODE = 0666;
    private static final List<Option> OPTIONS = List.of(
            Option.of("bundle,b", "folder of the bundle (default: the working directory)"),
            Option.of("file,f", "name or path of the file (default: \"config.json\")"),
            Option.bool("rootless", "for who is not root"));

    @Override
    public String name() {
        return "spec";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public String help() {
        return "write a config.json to start from";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int least() {
        return 0;
    }

    @Override
    public int most() {
        return 0;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        String folder = Paths.absolute(
                context.invocation(), context.words().text("bundle").orElse("."));
        if (context.words().text("bundle").isPresent()) {
            Bundle.enter(context.invocation(), folder);
        }
        String name = context.words().text("file").orElse(Bundle.CONFIG);
        String file = Paths.resolve(folder, name);
        Map<String, Object> spec = context.words().on("rootless")
                ? StarterSpec.rootless(
                        context.invocation().uid(), context.invocation().gid())
                : StarterSpec.usual();
        String text = GoJson.text(spec, "\t");
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
        try (Fd made = context.invocation().open(file, flags, MODE)) {
            Write.fully(made, text.getBytes(StandardCharsets.UTF_8));
        } catch (SyscallException failed) {
            throw new RuntimeFailure(
                    failed.is(Errno.EEXIST)
                            ? "File " + name + " exists. Remove it first"
                            : "open " + name + ": " + Errno.sentence(failed.errno()));
        }
        return 0;
    }
}
