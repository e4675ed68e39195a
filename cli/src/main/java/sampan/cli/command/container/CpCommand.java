package sampan.cli.command.container;

import java.io.IOException;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.front.CallerGone;
import sampan.cli.front.Cancelled;
import sampan.core.caller.HostFiles;
import sampan.core.files.ContainerFiles;
import sampan.core.files.CopyPath;
import sampan.core.files.CopyPlan;
import sampan.core.files.CopySource;
import sampan.core.files.CountingSink;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileType;
import sampan.oci.layer.TarWriter;
import sampan.oci.layer.TreePacker;

/** {@code cp}: copies files and folders between a container and the host. */
public final class CpCommand implements Command {
    private static final Flag<Boolean> ARCHIVE =
            Flag.bool("archive", "Archive mode (copy all uid/gid information)").shorthand('a');
    private static final Flag<Boolean> FOLLOW =
            Flag.bool("follow-link", "Always follow symbol link in SRC_PATH").shorthand('L');
    private static final Flag<Boolean> QUIET = Flag.bool(
                    "quiet",
                    "Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached")
            .shorthand('q');

    private static final Usage USAGE = Usage.of(
                    "cp", "CONTAINER:SRC_PATH DEST_PATH|-\n\tsampan cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH", """
                    Copy files/folders between a container and the local filesystem

                    Use '-' as the source to read a tar archive from stdin
                    and extract it to a directory destination in a container.
                    Use '-' as the destination to stream a tar archive of a
                    container source to stdout.""")
            .aliases("container cp", "cp")
            .flags(ARCHIVE, FOLLOW, QUIET)
            .exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String from = call.operands().getFirst();
        String to = call.operands().getLast();
        CommandFailure.refuse(from.isEmpty(), "source can not be empty");
        CommandFailure.refuse(to.isEmpty(), "destination can not be empty");
        CpArgument source = CpArgument.parse(from);
        CpArgument target = CpArgument.parse(to);
        CommandFailure.refuse(
                source.isContainers() && target.isContainers(), "copying between containers is not supported");
        CommandFailure.refuse(
                !source.isContainers() && !target.isContainers(), "must specify at least one container source");
        try {
            return source.isContainers() ? out(call, source, target.path()) : in(call, source, target);
        } catch (CopyPlan.CopyRefusal refused) {
            throw new CommandFailure(1, String.valueOf(refused.getMessage()));
        } catch (CallerGone | Cancelled ended) {
            throw ended;
        } catch (SyscallException failed) {
            throw new CommandFailure(1, Errno.sentence(failed.errno()));
        } catch (IOException failed) {
            throw new CommandFailure(1, String.valueOf(failed.getMessage()));
        }
    }

    private static ContainerFiles files(Call call, String container) {
        HostFiles host = call.session().caller().files();
        return new ContainerFiles(call.engine().containers().find(container), container, host);
    }

    private static int out(Call call, CpArgument argument, String target) throws IOException, CommandFailure {
        CopyPath path = CopyPath.of(argument.path());
        boolean stream = target.equals(CpArgument.STREAM);
        HostPlace place = new HostPlace(call);
        if (!stream) {
            place.checkOutput(target);
        }
        CommandFailure.refuse(
                argument.path().isEmpty(), "Error response from daemon: bad parameter: pathcannot be empty");
        try (CpProgress progress = CpProgress.of(call, "from container", call.on(QUIET))) {
            files(call, argument.container()).read(path, call.on(FOLLOW), source -> {
                if (stream) {
                    toStream(call, source);
                } else {
                    toHost(place, path, source, target, progress);
                }
                return "";
            });
            if (!stream) {
                progress.done(place.shown(target));
            }
        }
        return 0;
    }

    private static void toStream(Call call, CopySource source) throws IOException {
        TarWriter archive = new TarWriter(call.out(), call.session()::checkCancelled);
        source.pack(new TreePacker(archive), name(source));
        archive.finish();
    }

    private static String name(CopySource source) {
        return source.path().contents()
                ? "."
                : TarWriter.name(source.path().path().name());
    }

    private static void toHost(HostPlace place, CopyPath path, CopySource source, String target, CpProgress progress)
            throws IOException {
        CopyPlan plan = CopyPlan.of(path, source.isFolder(), place.path(target), place.look(target));
        try (HostTarget host = place.target(plan.directory())) {
            CountingSink sink = progress.count(host.unpacker());
            source.pack(new TreePacker(sink), plan.name());
            host.unpacker().finish();
        }
    }

    private static int in(Call call, CpArgument source, CpArgument argument) throws IOException, CommandFailure {
        CommandFailure.refuse(argument.path().isEmpty(), "no such directory");
        ContainerFiles files = files(call, argument.container());
        CopyPath path = CopyPath.of(argument.path());
        String shown = argument.container() + ":" + argument.path();
        try (CpProgress progress = CpProgress.of(call, "to container", call.on(QUIET))) {
            if (source.isStream()) {
                fromStream(call, files, path, shown);
                return 0;
            }
            HostPlace place = new HostPlace(call);
            try (HostSource host = place.source(source.path(), call.on(FOLLOW))) {
                CopyPlan[] made = new CopyPlan[1];
                files.write(
                        path,
                        call.on(ARCHIVE),
                        target -> {
                            checkType(target.type(), shown);
                            made[0] =
                                    CopyPlan.of(host.asked(), host.source().isFolder(), target.path(), target.found());
                            return made[0];
                        },
                        target -> host.pack(progress.count(target), made[0].name()));
            }
            progress.done(shown);
        }
        return 0;
    }

    private static void fromStream(Call call, ContainerFiles files, CopyPath path, String shown) throws IOException {
        files.write(
                path,
                call.on(ARCHIVE),
                target -> {
                    checkType(target.type(), shown);
                    if (target.found() != CopyPlan.Target.FOLDER) {
                        throw new CopyPlan.CopyRefusal("destination \"" + shown + "\" must be a directory");
                    }
                    return new CopyPlan(target.path().path(), ".");
                },
                target -> target.unpack(new Archive(call.session().stdin(), call.session())));
    }

    private static void checkType(FileType type, String shown) throws CopyPlan.CopyRefusal {
        String got = switch (type) {
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "got a device";
            case FIFO, SOCKET -> "got an irregular file";
            case REGULAR, DIRECTORY, SYMLINK, UNKNOWN -> "";
        };
        if (!got.isEmpty()) {
            throw new CopyPlan.CopyRefusal(
                    "destination \"" + shown + "\" must be a directory or a regular file: " + got);
        }
    }
}
