package sampan.runtime.program;

/**
 * Why a container did not start.
 *
 * @param message runc's sentence, without the prefixes that callers put before it
 * @param exitCode 125, 126 or 127, as Docker's
 * @param call the operation as strace shows it, with its answer
 * @param errno the kernel's answer
 * @param init see {@link Purpose#init}
 */
public record LaunchFailure(String message, int exitCode, String call, int errno, boolean init) {
    private static final String DURING_INIT = "error during container init: ";

    LaunchFailure(String message, int exitCode, String call, int errno) {
        this(message, exitCode, call, errno, false);
    }

    LaunchFailure during(Purpose purpose) {
        return new LaunchFailure(message, exitCode, call, errno, purpose.init());
    }

    /** The message, and before it when that was. */
    public String sentence() {
        return init ? DURING_INIT + message : message;
    }
}
