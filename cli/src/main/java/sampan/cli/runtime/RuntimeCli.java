package sampan.cli.runtime;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sampan.cli.front.FrontHandler;
import sampan.cli.front.FrontSession;
import sampan.core.launch.LaunchBinary;
import sampan.runtime.command.RuntimeCommands;
import sampan.runtime.command.call.SpareNetworks;

/** {@code sampan-runtime}. One for the JVM's whole life. */
public final class RuntimeCli implements FrontHandler {
    private final String version;
    private final boolean lasts;
    private @Nullable RuntimeCommands commands;
    private @Nullable LaunchBinary binary;

    /**
     * @param version of Sampan
     * @param lasts whether there are commands to come, for which something may be prepared
     */
    public RuntimeCli(String version, boolean lasts) {
        this.version = version;
        this.lasts = lasts;
    }

    /** Not every engine is ever asked for one. */
    private synchronized RuntimeCommands commands() {
        RuntimeCommands made = commands;
        if (made == null) {
            made = new RuntimeCommands(version, lasts ? new PreparedNetworks(this::binary) : SpareNetworks.NONE);
            commands = made;
        }
        return made;
    }

    /** Reads documents to no effect, so that the first real ones are read faster. */
    public static void rehearseDocuments() {
        RuntimeCommands.rehearseDocuments();
    }

    /** Looks at the host, as most commands will. */
    public void rehearseMachine() {
        commands().rehearseMachine();
    }

    @Override
    public int serve(FrontSession session) throws IOException {
        return commands().run(new FrontInvocation(session, this::binary));
    }

    /** Not every JVM ever starts a process this way. */
    private synchronized LaunchBinary binary() throws IOException {
        LaunchBinary loaded = binary;
        if (loaded == null) {
            loaded = LaunchBinary.load();
            binary = loaded;
        }
        return loaded;
    }
}
