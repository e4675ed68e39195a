package sampan.cli.command.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.container.CallerFiles;
import sampan.cli.container.ContainerFlags;
import sampan.cli.flag.Usage;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Write;

/**
 * The file of {@code --cidfile}.
 *
 * @param name empty: none is wanted
 * @param usage of the command that asks
 */
record CidFile(CallerFiles files, String name, Usage usage) {
    private static final int MODE = 0644;

    /** Looks before anything is made whether an older container's is in the way. */
    static CidFile of(Call call, Usage usage) throws IOException, CommandFailure {
        CidFile file = new CidFile(call.invoker().files(), ContainerFlags.cidfile(call.flags()), usage);
        if (!file.name.isEmpty() && file.files.exists(file.name)) {
            throw file.inTheWay();
        }
        return file;
    }

    void write(String id) throws IOException, CommandFailure {
        if (name.isEmpty()) {
            return;
        }
        try (Fd file = files.open(name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL, MODE)) {
            Write.fully(file, id.getBytes(StandardCharsets.US_ASCII));
        } catch (SyscallException failed) {
            throw failed.is(Errno.EEXIST)
                    ? inTheWay()
                    : failure("failed to create the container ID file: open " + name + ": "
                            + Errno.sentence(failed.errno()));
        }
    }

    private CommandFailure failure(String sentence) {
        return Failures.isRun(usage)
                ? new CommandFailure(125, Failures.ofRun(usage, sentence))
                : new CommandFailure(1, sentence);
    }

    private CommandFailure inTheWay() {
        return failure("container ID file found, make sure the other container isn't running or delete " + name);
    }
}
