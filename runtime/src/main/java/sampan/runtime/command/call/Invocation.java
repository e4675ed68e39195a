package sampan.runtime.command.call;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Fd;

/** One command's caller, while the command runs: its words, its streams, its hands. */
public interface Invocation {
    /** Marks the exceptions that mean there is nobody left to be told anything. */
    interface Over {}

    /** Without the program's own name. */
    List<String> arguments();

    Map<String, String> environment();

    /** The caller's working directory. */
    String directory();

    /** Of the caller's process. */
    int pid();

    long uid();

    long gid();

    /** 0, 1 or 2 of the caller; stays open here. */
    Fd stream(int number);

    boolean isTerminal(int number);

    /** Of the caller's terminal; 0: there is none. */
    int rows();

    int columns();

    void out(String text) throws IOException;

    void err(String text) throws IOException;

    /**
     * open(2) by the caller.
     *
     * @param path absolute
     */
    Fd open(String path, int flags, int mode) throws IOException;

    /** What {@link #open} with mode 0 will be asked for soon: several at once are one journey to the caller. It fails only when opened. */
    void ahead(String path, int flags) throws IOException;

    /** Opens a folder with O_PATH, and makes it and its parents where they are missing. */
    Fd folder(String path) throws IOException;

    /** A descriptor that the caller's process was started with; EBADF when there is none of that number. */
    Fd inherited(int number) throws IOException;

    /** Starts a launch process as a child of the caller's; it is gone, or stays as a monitor, when the command ends. */
    void launch(Fd program, List<Fd> handed) throws IOException;

    /**
     * Passes signals, and a terminal's bytes, between the caller and a monitor until the end.
     *
     * @param terminal whether the caller's streams are the container's terminal
     * @param ending what may be begun before this returns
     * @return the exit code
     */
    int attach(Fd stream, boolean terminal, Optional<Ending> ending) throws IOException;

    /**
     * What is begun when a process ends, while its last words are under way to the caller; perhaps never.
     *
     * @param process its pidfd
     */
    record Ending(Fd process, Work work) {
        /** Is not long, as the caller's end is not heard meanwhile. */
        @FunctionalInterface
        public interface Work {
            void begin() throws IOException;
        }
    }

    /** Takes a descriptor over, which is closed once the caller has the command's answer: for one whose end has the kernel do much. */
    void closeLast(Fd descriptor);

    /** Ends with an exception when the caller is gone or wants the command to end. */
    void check() throws IOException;

    /** Waits this long, less when the caller goes. */
    void pause(long millis) throws IOException;
}
