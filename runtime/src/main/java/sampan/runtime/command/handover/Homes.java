package sampan.runtime.command.handover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.spec.ContainerProcess;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.user.InvalidUserException;
import sampan.runtime.user.UserDatabase;

/** HOME, as the container's own passwd file has it, where the process is not told one. */
public final class Homes {
    private static final String NAME = "HOME=";
    private static final int LARGEST = 1 << 20;

    private Homes() {}

    /** Of a container that runs: its root is what its first process sees. */
    public static ContainerProcess withHome(ContainerProcess process, Loaded container) throws IOException {
        if (known(process)) {
            return process;
        }
        Path root = Path.of("/proc/" + container.record().pid() + "/root");
        try (Fd folder = Open.open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)) {
            return withHome(process, folder);
        } catch (SyscallException gone) {
            return process;
        }
    }

    /** @param root of the container, open */
    public static ContainerProcess withHome(ContainerProcess process, Fd root) throws IOException {
        if (known(process)) {
            return process;
        }
        List<String> env = new ArrayList<>(process.env());
        env.removeIf(variable -> variable.equals(NAME));
        env.add(NAME + home(process.user().uid(), root));
        return process.edit().env(env).build();
    }

    private static boolean known(ContainerProcess process) {
        return process.env().stream().anyMatch(variable -> variable.startsWith(NAME) && !variable.equals(NAME));
    }

    private static String home(long uid, Fd root) throws IOException {
        try (RootDirectory directory = RootDirectory.of(root)) {
            Optional<byte[]> passwd = directory.findSmallFile(RootPath.of("/etc/passwd"), LARGEST);
            return passwd.isEmpty()
                    ? "/"
                    : UserDatabase.of(passwd.get(), new byte[0])
                            .resolve(Long.toString(uid), List.of())
                            .home();
        } catch (InvalidUserException | SyscallException none) {
            return "/";
        }
    }
}
