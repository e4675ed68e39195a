package sampan.cli.front;

/** How an attachment ended. */
public sealed interface AttachResult {
    /** The container's process ended. */
    record Exited(int code) implements AttachResult {}

    /** The user typed the detach keys. */
    record Detached() implements AttachResult {}

    /** The monitor's stream broke off. */
    record Lost() implements AttachResult {}

    /** The container's process never ran. */
    record Failed(int errno) implements AttachResult {}
}
