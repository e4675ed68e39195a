package sampan.core.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sampan.core.caller.HostFiles;
import sampan.core.container.start.MountSources;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.launch.View;
import sampan.core.plan.SpecPlanner;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.process.Pidfd;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.layer.TreeRules;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.ViewCompiler;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;

/** How a container's files are reached, volumes included: through its process where it has one, else through mounts made for the purpose. */
final class FilesView {
    private final Parts parts;
    private final Life life;

    FilesView(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    <T> T use(HostFiles host, FilesUse<T> use) throws IOException {
        while (true) {
            if (life.state() instanceof ContainerState.Running running) {
                try (Fd process = life.firstProcess()) {
                    Optional<RootDirectory> root = running(running.pid(), process);
                    if (root.isPresent()) {
                        parts.volumes().lookedAt(life.record());
                        try (RootDirectory open = root.get()) {
                            return use.with(open);
                        } finally {
                            parts.volumes().lookedAway(life.record());
                        }
                    }
                }
                life.end().join(); // its process has ended: its monitor says so soon
            }
            Outcome<T> outcome = life.look(record -> atRest(record.now(), host, use));
            switch (outcome) {
                case Outcome.Done<T>(T answer) -> {
                    return answer;
                }
                case Outcome.Failed<T>(IOException reason) -> throw reason;
                case Outcome.Runs<T> _ -> {}
            }
        }
    }

    /** What came of a use; a failure is not one of the container. */
    private sealed interface Outcome<T> {
        record Done<T>(T answer) implements Outcome<T> {}

        record Failed<T>(IOException reason) implements Outcome<T> {}

        /** It was started meanwhile. */
        record Runs<T>() implements Outcome<T> {}
    }

    private <T> Outcome<T> atRest(ContainerRecord record, HostFiles host, FilesUse<T> use) {
        if (life.isRunning()) {
            return new Outcome.Runs<>();
        }
        parts.volumes().use(record);
        try (View view = mounted(record, host)) {
            return new Outcome.Done<>(use.with(view.root()));
        } catch (IOException failed) {
            return new Outcome.Failed<>(failed);
        } finally {
            parts.volumes().leave(record);
        }
    }

    Optional<TreeRules.Owner> owner() throws IOException {
        if (life.record().config().user().isEmpty()) {
            return Optional.empty();
        }
        User user = parts.users().find(life.record()).user();
        return Optional.of(new TreeRules.Owner(user.uid(), user.gid()));
    }

    /**
     * The root that a running container's first process has; empty when that has ended.
     *
     * @param process its pidfd: the number alone could be another's by now
     */
    private static Optional<RootDirectory> running(int pid, Fd process) throws IOException {
        Path root = Path.of("/proc/" + pid + "/root");
        try (Fd found = Open.open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)) {
            return Pidfd.ended(process) ? Optional.empty() : Optional.of(RootDirectory.of(found));
        } catch (SyscallException gone) {
            if (Pidfd.ended(process)) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    /** Of a container in which nothing runs, and nothing is started while this is open. */
    private View mounted(ContainerRecord record, HostFiles host) throws IOException {
        try (MountSources sources = new MountSources()) {
            sources.open(record, host);
            Spec spec = SpecPlanner.files(record.hostConfig(), record.mounts());
            sources.openOwn(spec.mounts());
            LaunchRequest request = LaunchRequest.of(
                            record.id(),
                            spec,
                            parts.roots().open(record),
                            parts.machine().host())
                    .withFileSources(sources.files());
            Program program = ViewCompiler.compile(request);
            return View.of(parts.launch().startAlone(program, wanted -> open(wanted, sources)), program);
        } catch (InvalidSpecException wrong) {
            throw new EngineException.InvalidArgument(String.valueOf(wrong.getMessage()));
        }
    }

    private static Fd open(Descriptor wanted, MountSources sources) throws IOException {
        if (wanted instanceof Descriptor.BindSource(String path)) {
            return sources.open(path);
        }
        throw new IOException("nobody has a descriptor for " + wanted.label());
    }
}
