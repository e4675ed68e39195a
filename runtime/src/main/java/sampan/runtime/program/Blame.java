package sampan.runtime.program;

import sampan.kernel.Errno;

/** The sentence to say, and the exit code, when an operation fails. */
public sealed interface Blame {
    /** Docker's exit code for "the container could not be made". */
    int DAEMON = 125;

    int NOT_EXECUTABLE = 126;
    int NOT_FOUND = 127;

    /** Nothing better than the call as strace shows it. */
    Blame CALL = new Sentence("%CALL%: %ERROR%");

    /** {@code call} is the failed operation as strace shows it. */
    LaunchFailure failure(String call, int errno);

    /** %CALL% becomes the call, %ERROR% the kernel's answer in words. */
    record Sentence(String format) implements Blame {
        @Override
        public LaunchFailure failure(String call, int errno) {
            String message = format.replace("%CALL%", call).replace("%ERROR%", Errno.sentence(errno));
            return new LaunchFailure(message, code(errno), call, errno);
        }

        /** Docker's command line goes by the words in the message. */
        private static int code(int errno) {
            return switch (errno) {
                case Errno.ENOENT -> NOT_FOUND;
                case Errno.EACCES, Errno.EISDIR -> NOT_EXECUTABLE;
                default -> DAEMON;
            };
        }
    }

    /** A bind mount did not find its place; the kernel says EINVAL for a folder on a file, runc "not a directory". */
    record Bind(String source, String destination) implements Blame {
        private static final String HINT = ": Are you trying to mount a directory onto a file (or vice-versa)? "
                + "Check if the specified host path exists and is the expected type";

        @Override
        public LaunchFailure failure(String call, int errno) {
            boolean kinds = errno == Errno.EINVAL || errno == Errno.ENOTDIR;
            Blame sentence = new Sentence("error mounting " + Quoted.of(source) + " to rootfs at "
                    + Quoted.of(destination) + ": mount " + source + ":" + destination + ": %ERROR%"
                    + (kinds ? HINT : ""));
            LaunchFailure failure = sentence.failure(call, kinds ? Errno.ENOTDIR : errno);
            return new LaunchFailure(failure.message(), failure.exitCode(), call, errno);
        }
    }

    /** The program was not found by name. */
    record Unfound(String name) implements Blame {
        @Override
        public LaunchFailure failure(String call, int errno) {
            return new LaunchFailure(
                    "exec: " + Quoted.of(name) + ": executable file not found in $PATH", NOT_FOUND, call, errno);
        }
    }

    /** A file that was named could not be executed. */
    record Unexecutable(String name) implements Blame {
        @Override
        public LaunchFailure failure(String call, int errno) {
            return switch (errno) {
                case Errno.EACCES -> said("", NOT_EXECUTABLE, call, errno);
                case Errno.ENOENT, Errno.ENOTDIR -> said("stat " + name + ": ", NOT_FOUND, call, errno);
                case Errno.ELOOP, Errno.ENAMETOOLONG -> said("stat " + name + ": ", NOT_EXECUTABLE, call, errno);
                default -> new Unrunnable(name).failure(call, errno);
            };
        }

        private LaunchFailure said(String how, int code, String call, int errno) {
            return new LaunchFailure(
                    "exec: " + Quoted.of(name) + ": " + how + Errno.sentence(errno), code, call, errno);
        }
    }

    /** The file is there and executable, but the kernel cannot run it: a wrong format, a missing interpreter. */
    record Unrunnable(String path) implements Blame {
        @Override
        public LaunchFailure failure(String call, int errno) {
            String hint = errno == Errno.ENOENT ? " (its interpreter is missing)" : "";
            return new LaunchFailure(
                    "exec " + path + ": " + Errno.sentence(errno) + hint,
                    errno == Errno.ENOENT ? NOT_FOUND : NOT_EXECUTABLE,
                    call,
                    errno);
        }
    }
}
