package sampan.runtime.program;

/** What the launcher hands over, in the order of {@link Program#descriptors}: the first becomes 4. */
public sealed interface Descriptor {
    /** What it is, for people: {@code bind source /data}. */
    String label();

    /** The container's folder, where the monitor writes its log and exit.json. */
    record ContainerDirectory() implements Descriptor {
        @Override
        public String label() {
            return "container directory";
        }
    }

    /** The listening socket on which clients reach the monitor. */
    record Listener() implements Descriptor {
        @Override
        public String label() {
            return "listener";
        }
    }

    /** A connected socket whose other end is a client from the start; {@code index} into {@link MonitorSettings#clients}. */
    record FirstClient(int index) implements Descriptor {
        @Override
        public String label() {
            return "client " + index;
        }
    }

    /** The file or folder of a bind mount, opened O_PATH with the rights of whoever asked for it. */
    record BindSource(String path) implements Descriptor {
        @Override
        public String label() {
            return "bind source " + path;
        }
    }

    /** The folder that is the root file system, opened O_PATH. */
    record RootDirectory(String path) implements Descriptor {
        @Override
        public String label() {
            return "root directory " + path;
        }
    }

    /** A namespace to join. */
    record JoinedNamespace(String type, String path) implements Descriptor {
        @Override
        public String label() {
            return type + " namespace " + path;
        }
    }

    /** The pidfd of a running container's first process. */
    record InitPidfd() implements Descriptor {
        @Override
        public String label() {
            return "pidfd of init";
        }
    }

    /** A socket on which a container's name server hears. */
    record NameSocket(String protocol) implements Descriptor {
        @Override
        public String label() {
            return "name server's socket, " + protocol;
        }
    }

    /** A cgroup's directory, which exists; {@code hierarchy} is its mount's name below /sys/fs/cgroup. */
    record Cgroup(String hierarchy, String path) implements Descriptor {
        @Override
        public String label() {
            return "cgroup " + (hierarchy.isEmpty() ? "" : hierarchy + ":") + path;
        }
    }

    /** The directory of the cgroup that the monitor itself moves into. */
    record MonitorCgroup(String hierarchy, String path) implements Descriptor {
        @Override
        public String label() {
            return "monitors' cgroup " + (hierarchy.isEmpty() ? "" : hierarchy + ":") + path;
        }
    }

    /** What only who runs the runtime's commands has. */
    sealed interface OfCaller extends Descriptor {}

    /** The socket on which the runtime hears of the process and of its failures, and on which it answers. */
    record Control() implements OfCaller {
        @Override
        public String label() {
            return "control socket";
        }
    }

    /** The root of a running container's first process, opened O_PATH: where its mount namespace is not its own, that does not tell. */
    record InitRoot() implements OfCaller {
        @Override
        public String label() {
            return "root of init";
        }
    }

    /** The named pipe on which a created container waits for its start; opened for reading and writing. */
    record StartGate() implements OfCaller {
        @Override
        public String label() {
            return "start gate";
        }
    }

    /** The connected socket that the master side of the terminal goes to. */
    record ConsoleSocket() implements OfCaller {
        @Override
        public String label() {
            return "console socket";
        }
    }

    /** The caller's own 0, 1 or 2. */
    record Stream(int number) implements OfCaller {
        @Override
        public String label() {
            return "descriptor " + number + " of the caller";
        }
    }

    /** A descriptor of the caller's that the container keeps; {@code number} is 3 or more. */
    record Preserved(int number) implements OfCaller {
        @Override
        public String label() {
            return "preserved descriptor " + number;
        }
    }

    /** A file with the container's state as JSON, with this status, for hooks to read. */
    record HookState(String status) implements OfCaller {
        @Override
        public String label() {
            return "state of a container that is " + status;
        }
    }

    /** A file that takes what a hook writes to its 1 or 2. */
    record HookOutput(int number) implements OfCaller {
        @Override
        public String label() {
            return "a hook's " + (number == 1 ? "stdout" : "stderr");
        }
    }

    /** The named pipe on which the command that starts the container hears what fails after that; opened for reading and writing. */
    record StartReport() implements OfCaller {
        @Override
        public String label() {
            return "start report";
        }
    }
}
