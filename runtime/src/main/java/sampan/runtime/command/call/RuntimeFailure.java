package sampan.runtime.command.call;

/** A command cannot do what it was asked for; the message is runc's sentence where runc has one. */
public final class RuntimeFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean usage;

    public RuntimeFailure(String message) {
        this(message, 1, false);
    }

    public RuntimeFailure(String message, int status) {
        this(message, status, false);
    }

    private RuntimeFailure(String message, int status, boolean usage) {
        super(message);
        this.status = status;
        this.usage = usage;
    }

    /** The command line itself is wrong: its usage is shown, too. */
    public static RuntimeFailure usage(String message, int status) {
        return new RuntimeFailure(message, status, true);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public int status() {
        return status;
    }

    public boolean isUsage() {
        return usage;
    }

    public RuntimeFailure after(String prefix) {
        return new RuntimeFailure(prefix + getMessage(), status, usage);
    }
}
