package sampan.runtime.program;

/**
 * Why a container did not start.
 *
 * @param message runc's sentence, without the prefixes that callers put before it
 * @param exitCode 125, 126 or 127, as Docker's
 * @param call the operation as strace shows it, with its answer
 * @param errno the kernel's answer
 */
public record LaunchFailure(String message, int exitCode, String call, int errno) {}
