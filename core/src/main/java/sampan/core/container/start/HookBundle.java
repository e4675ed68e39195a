package sampan.core.container.start;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import sampan.core.cdi.Injection;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.error.EngineException;
import sampan.core.hook.ContainerHooks;
import sampan.core.hook.HookState;
import sampan.kernel.Fd;
import sampan.oci.spec.Hooks;
import sampan.oci.spec.Root;
import sampan.oci.spec.Spec;
import sampan.oci.spec.SpecJson;

/** What hooks find of a container on the host, as if it were a bundle: in its run-time folder, a {@code config.json} and the place of its root. */
public final class HookBundle {
    private static final System.Logger LOG = System.getLogger(HookBundle.class.getName());
    private static final String CONFIG = "config.json";
    private static final String ROOT = "rootfs";

    private final Parts parts;
    private final ContainerRecord record;

    public HookBundle(Parts parts, ContainerRecord record) {
        this.parts = parts;
        this.record = record;
    }

    private Path path() {
        return parts.places().runPath().resolve(record.id());
    }

    /** The same specification, with its root where hooks find it; of one without hooks nothing changes. */
    Spec placed(Spec spec) {
        Root root = spec.root();
        boolean readonly = root != null && root.readonly();
        return spec.hooks() == null
                ? spec
                : spec.withRoot(new Root(path().resolve(ROOT).toString(), readonly));
    }

    /** Empty when there are no hooks. */
    Optional<ContainerHooks> provide(Spec spec, Fd run) throws IOException {
        Hooks hooks = spec.hooks();
        if (hooks == null) {
            return Optional.empty();
        }
        ContainerFolder.make(run, ROOT).close();
        ContainerFolder.write(run, CONFIG, SpecJson.write(spec));
        return Optional.of(
                new ContainerHooks(parts.launch(), hooks, new HookState(record.id(), path(), spec.annotations())));
    }

    /** The container is gone. */
    public void end() {
        try {
            Hooks hooks = Injection.hooks(
                    record.hostConfig().resources().deviceRequests(),
                    parts.machine().devices());
            if (!hooks.poststop().isEmpty()) {
                try (ContainerHooks last =
                        new ContainerHooks(parts.launch(), hooks, new HookState(record.id(), path(), Map.of()))) {
                    last.atEnd();
                }
            }
        } catch (IOException | EngineException failed) {
            LOG.log(Level.WARNING, "cannot run the last hooks of container " + record.id(), failed);
        }
    }
}
