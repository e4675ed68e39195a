package sampan.cli.container;

import java.io.IOException;
import java.nio.file.Path;
import sampan.cli.flag.InvalidValue;
import sampan.core.caller.HostFiles;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;

/**
 * Files that a command line names, read with the caller's rights.
 *
 * @param directory the caller's, for relative names
 */
public record CallerFiles(HostFiles host, String directory) {
    private static final int LARGEST = 16 << 20;

    /** The whole file; one that is not there is the user's mistake. */
    public byte[] read(String name) throws IOException, InvalidValue {
        try (Fd file = open(name, OpenFlags.O_RDONLY, 0)) {
            return Read.all(file, LARGEST);
        } catch (SyscallException failed) {
            throw new InvalidValue("open " + name + ": " + Errno.sentence(failed.errno()));
        }
    }

    /** A file of {@code --env-file} or {@code --label-file}. */
    byte[] variables(String name) throws IOException, InvalidValue {
        try (Fd file = open(name, OpenFlags.O_RDONLY, 0)) {
            if (Stat.of(file).isDirectory()) {
                throw new InvalidValue("invalid env file (" + name + "): read " + name + ": is a directory");
            }
        } catch (SyscallException failed) {
            throw new InvalidValue("open " + name + ": " + Errno.sentence(failed.errno()));
        }
        return read(name);
    }

    /** @throws SyscallException with the kernel's answer to the caller */
    public Fd open(String name, int flags, int mode) throws IOException {
        return host.open(absolute(name), flags, mode);
    }

    public boolean exists(String name) throws IOException {
        try (Fd file = open(name, OpenFlags.O_PATH, 0)) {
            return file.isOpen();
        } catch (SyscallException failed) {
            return false;
        }
    }

    /** By words only: where symbolic links lead is for the caller's own open(2) to find. */
    private String absolute(String name) {
        return name.isEmpty() || name.startsWith("/")
                ? name
                : Path.of(directory.isEmpty() ? "/" : directory).resolve(name).toString();
    }
}
