package sampan.runtime.command.context;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.command.call.ErrorLog;
import sampan.runtime.command.call.Globals;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.Words;
import sampan.runtime.state.SavedContainer;
import sampan.runtime.state.StateFolder;

/** One command under way: who calls, what was said, on which machine. */
public record Context(Invocation invocation, Globals globals, Words words, Machine machine, ErrorLog log) {
    private static final Pattern ID = Pattern.compile("[\\w+,.-]+");
    private static final int LONGEST_ID = 1024;
    private static final int FOLDER = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
    private static final int OWNER_ONLY = 0700;
    private static final int LARGEST_FILE = 32 << 20;

    /** The operand every command has but a few. */
    public String id() throws RuntimeFailure {
        String id = words.operands().getFirst();
        if (id.isEmpty()) {
            throw new RuntimeFailure("container id cannot be empty");
        }
        if (!ID.matcher(id).matches() || id.equals(".") || id.equals("..") || id.length() > LONGEST_ID) {
            throw new RuntimeFailure("invalid container ID format");
        }
        return id;
    }

    /** It will be asked for soon. */
    public void expectStates() throws IOException {
        invocation.ahead(globals.root(), FOLDER);
    }

    /** The state folder; empty when nobody has made it yet. */
    public Optional<StateFolder> states() throws IOException {
        try (Fd root = invocation.open(globals.root(), FOLDER, 0)) {
            return Optional.of(new StateFolder(root));
        } catch (SyscallException missing) {
            if (missing.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    public StateFolder statesOrMake() throws IOException {
        Optional<StateFolder> there = states();
        if (there.isPresent()) {
            return there.get();
        }
        Path root = Path.of(globals.root());
        Path above = root.getParent();
        if (above == null) {
            throw new IOException("the root folder cannot hold the state of containers");
        }
        try (Fd parent = invocation.folder(above.toString())) {
            Mkdir.at(parent, String.valueOf(root.getFileName()), OWNER_ONLY);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) {
                throw failed;
            }
        }
        try (Fd made = invocation.open(globals.root(), FOLDER, 0)) {
            Chmod.of(made, OWNER_ONLY);
            return new StateFolder(made);
        }
    }

    /** The container of the first operand. */
    public Loaded load() throws IOException, RuntimeFailure {
        return load(id());
    }

    public Loaded load(String id) throws IOException, RuntimeFailure {
        Optional<StateFolder> states = states();
        if (states.isPresent()) {
            try (StateFolder folder = states.get()) {
                Optional<SavedContainer> saved = folder.find(id);
                if (saved.isPresent()) {
                    Optional<Loaded> loaded = Loaded.orClose(saved.get(), machine);
                    if (loaded.isPresent()) {
                        return loaded.get();
                    }
                }
            }
        }
        throw new RuntimeFailure("container does not exist");
    }

    /** A file of the caller's, whole. */
    public byte[] read(String path) throws IOException, RuntimeFailure {
        try (Fd file = open(path, OpenFlags.O_RDONLY)) {
            return Read.all(file, LARGEST_FILE);
        }
    }

    /** A connection to a socket of the caller's; by descriptor, as its path may be longer than an address holds. */
    public Fd connect(String path) throws IOException, RuntimeFailure {
        Path socket = Path.of(Paths.absolute(invocation, path));
        Path above = socket.getParent();
        if (above == null) {
            throw new RuntimeFailure("dial unix " + path + ": connect: connection refused");
        }
        try (Fd folder = invocation.open(above.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            return UnixSocket.connect(folder, String.valueOf(socket.getFileName()), UnixSocket.Type.STREAM);
        } catch (SyscallException failed) {
            throw new RuntimeFailure("dial unix " + path + ": connect: " + Errno.sentence(failed.errno()));
        }
    }

    /** A file or folder of the caller's, with Go's sentence when there is none. */
    public Fd open(String path, int flags) throws IOException, RuntimeFailure {
        try {
            return invocation.open(Paths.absolute(invocation, path), flags, 0);
        } catch (SyscallException failed) {
            throw new RuntimeFailure("open " + path + ": " + Errno.sentence(failed.errno()));
        }
    }
}
