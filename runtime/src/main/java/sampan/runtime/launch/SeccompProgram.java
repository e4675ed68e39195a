package sampan.runtime.launch;

/** A compiled filter, as {@code sampan.kernel.seccomp.FilterCompiler} makes them: an array of struct sock_filter. */
public final class SeccompProgram {
    static final int INSTRUCTION = 8;
    private static final int NEW_LISTENER = 8;

    private final byte[] instructions;
    private final int flags;

    /** @param flags of seccomp(2) */
    public SeccompProgram(byte[] instructions, int flags) {
        this.instructions = instructions.clone();
        this.flags = flags;
        if (instructions.length == 0 || instructions.length % INSTRUCTION != 0) {
            throw new IllegalArgumentException("not a seccomp program: " + instructions.length + " bytes");
        }
    }

    byte[] instructions() {
        return instructions.clone();
    }

    int length() {
        return instructions.length / INSTRUCTION;
    }

    int flags() {
        return flags;
    }

    /** Whether loading it gives a descriptor on which someone else decides. */
    boolean notifies() {
        return (flags & NEW_LISTENER) != 0;
    }
}
