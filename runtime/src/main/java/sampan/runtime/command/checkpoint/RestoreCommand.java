package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.handover.Foreground;
import sampan.runtime.command.handover.LaunchOptions;
import sampan.runtime.command.life.Deletion;

/** {@code restore}: start a container from the files of a checkpoint. */
public final class RestoreCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS = Stream.concat(
                    CriuFlags.SHARED.stream(),
                    Stream.of(
                            Option.of("bundle,b", "folder of the bundle (default: the working directory)"),
                            Option.of("console-socket", "AF_UNIX socket that the terminal's master side is sent to"),
                            Option.of("pid-file", "file that the process id is written to"),
                            Option.bool("detach,d", "do not wait for the end"),
                            Option.bool("no-subreaper", "accepted; nothing is reaped here that is not the container's"),
                            Option.bool("no-pivot", "accepted; criu puts the root in its place"),
                            Option.of("lsm-profile", "profile of a security module, TYPE:NAME"),
                            Option.of("lsm-mount-context", "context of mounts for a security module")))
            .toList();

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String help() {
        return "start a container from the files of a checkpoint";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        String id = context.id();
        Bundle bundle = Bundle.of(context);
        LaunchOptions options =
                LaunchOptions.of(context, false, !context.words().on("detach"));
        Restoration restoration = new Restoration(context, id, bundle, options, CriuFlags.of(context));
        Optional<Foreground> foreground = restoration.restore();
        if (foreground.isEmpty()) {
            return 0;
        }
        int code = foreground.get().attach(context.invocation());
        Deletion.force(context, id);
        return code;
    }
}
