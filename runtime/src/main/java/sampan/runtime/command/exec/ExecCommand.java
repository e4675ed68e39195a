package sampan.runtime.command.exec;

import java.io.IOException;
import java.util.List;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.state.Status;

/** {@code exec}: run one more process in a container. */
public final class ExecCommand implements RuntimeCommand {
    private static final int FAILED = 255;
    private static final List<Option> OPTIONS = List.of(
            Option.of("console-socket", "AF_UNIX socket that the terminal's master side is sent to"),
            Option.of("cwd", "working directory"),
            Option.of("env,e", "environment variable, NAME=value; may be given often"),
            Option.bool("tty,t", "give it a terminal"),
            Option.of("user,u", "uid[:gid]"),
            Option.of("additional-gids,g", "one more group; may be given often"),
            Option.of("process,p", "file with the process as JSON"),
            Option.bool("detach,d", "do not wait for the end"),
            Option.of("pid-file", "file that the process id is written to"),
            Option.of("process-label", "SELinux label of the process"),
            Option.of("apparmor", "AppArmor profile of the process"),
            Option.bool("no-new-privs", "set no_new_privs"),
            Option.of("cap,c", "one more capability; may be given often"),
            Option.of("preserve-fds", "pass N more descriptors on (stdio + $LISTEN_FDS + N) (default: 0)"),
            Option.of("cgroup", "[controllers:]path of a cgroup below the container's; may be given often"),
            Option.bool("ignore-paused", "also in a paused container"));

    @Override
    public String name() {
        return "exec";
    }

    @Override
    public String operands() {
        return "<container-id> <command> [arguments] || --process process.json <container-id>";
    }

    @Override
    public String help() {
        return "run one more process in a container";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int most() {
        return -1;
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public String prefix() {
        return "exec failed: ";
    }

    @Override
    public int failure() {
        return FAILED;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        try (Loaded container = context.load()) {
            boolean paused = container.status() == Status.PAUSED;
            if (container.stopped()) {
                throw new RuntimeFailure("cannot exec in a stopped container");
            }
            if (paused && !context.words().on("ignore-paused")) {
                throw new RuntimeFailure("cannot exec in a paused container (use --ignore-paused to override)");
            }
            if (context.words().operands().size() == 1
                    && context.words().text("process").isEmpty()) {
                throw new RuntimeFailure("process args cannot be empty");
            }
            return new Joining(context, container).run();
        }
    }
}
