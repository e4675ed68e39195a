package sampan.core.error;

import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** An operation of the engine failed. One kind for each thing a caller can do about it; the message is for the user. */
public abstract sealed class EngineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What was named does not exist. */
    public static final class NotFound extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /** The thing is not in a state in which this can be done, or the name is taken. */
    public static final class Conflict extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public Conflict(String message) {
            super(message, null);
        }
    }

    /** Nothing needs to be done: it is already so. Not an error for a person; HTTP has a status for it. */
    public static final class NotModified extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public NotModified(String message) {
            super(message, null);
        }
    }

    /** What the caller asked for makes no sense, whatever the state. */
    public static final class InvalidArgument extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public InvalidArgument(String message) {
            super(message, null);
        }
    }

    /** The caller may not do this. */
    public static final class Forbidden extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public Forbidden(String message) {
            super(message, null);
        }
    }

    /** This host or this version cannot do it. */
    public static final class NotSupported extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public NotSupported(String message) {
            super(message, null);
        }
    }

    /** It could be done at another time: the engine is closing, or another engine uses the data root. */
    public static final class Unavailable extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public Unavailable(String message) {
            super(message, null);
        }
    }

    /** The kernel or the disk refused; the message ends in its answer. */
    public static final class SystemError extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        public SystemError(String message, @Nullable Throwable cause) {
            super(cause == null ? message : message + ": " + reason(cause), cause);
        }

        /** The JDK's file exceptions tell in their class what went wrong, and in their message only where. */
        private static String reason(Throwable cause) {
            return switch (cause) {
                case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
                case FileAlreadyExistsException there -> there.getFile() + ": file exists";
                case AccessDeniedException refused -> refused.getFile() + ": permission denied";
                default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
            };
        }
    }

    /** The container's process was not started. The exit code is the shell's: 127 no such program, 126 not executable, 125 anything else. */
    public static final class StartFailure extends EngineException {
        @Serial
        private static final long serialVersionUID = 1;

        private final int exitCode;

        public StartFailure(int exitCode, String message) {
            super(message, null);
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }
}
