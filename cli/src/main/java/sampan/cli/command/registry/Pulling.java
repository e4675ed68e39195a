package sampan.cli.command.registry;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import sampan.cli.call.Call;
import sampan.core.error.EngineException;
import sampan.core.image.transfer.TransferProgress;
import sampan.core.image.transfer.Transfers;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.registry.RegistryClient;

/** What pulls and pushes for a caller have in common: a client with the caller's passwords and proxies, by this host's rules. */
public final class Pulling {
    private Pulling() {}

    static RegistryClient client(Call call) {
        return call.engine()
                .images()
                .registries()
                .client(
                        call.engine().settings().registries(),
                        call.session().request().environment());
    }

    static <T> T with(
            Call call, Optional<Platform> platform, TransferProgress progress, Function<Transfers.Session, T> work)
            throws IOException {
        try (RegistryClient client = client(call)) {
            return work.apply(new Transfers.Session(client, Logins.of(call), platform, progress));
        } catch (EngineException failed) {
            call.session().checkCancelled();
            throw failed;
        }
    }

    /** For what shows no progress; the client is the caller's to close. */
    public static Transfers.Session silent(Call call, Optional<Platform> platform) {
        return new Transfers.Session(client(call), Logins.of(call), platform, new Silent(call));
    }

    /** Does something with registries that shows no progress, for this machine's platform. */
    public static <T> T quietly(Call call, Function<Transfers.Session, T> work) throws IOException {
        return quietly(call, Optional.empty(), work);
    }

    /** The same for another platform. */
    public static <T> T quietly(Call call, Optional<Platform> platform, Function<Transfers.Session, T> work)
            throws IOException {
        return with(call, platform, new Silent(call), work);
    }

    /** Pulls one image, and shows it on a stream; 0: nowhere. */
    public static void pull(Call call, ImageReference name, Optional<Platform> platform, int stream)
            throws IOException {
        TransferProgress progress = stream == 0 ? new Silent(call) : new TransferLines(call, stream);
        with(
                call,
                platform,
                progress,
                session -> call.engine().images().transfers().pull(name, session));
    }

    /** Shows nothing, and stops when it is told to. */
    record Silent(Call call) implements TransferProgress {
        @Override
        public void layer(String layer, Stage stage, long done, long total) throws IOException {
            check();
        }

        @Override
        public void check() throws IOException {
            call.session().checkCancelled();
        }
    }
}
