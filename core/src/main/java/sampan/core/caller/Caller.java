package sampan.core.caller;

/** One who asks the engine for something. */
public record Caller(HostFiles files, Launcher launcher) {
    /** This process itself: library use, the API, restarts. */
    public static Caller local() {
        return new Caller(new LocalFiles(), new LocalLauncher());
    }
}
