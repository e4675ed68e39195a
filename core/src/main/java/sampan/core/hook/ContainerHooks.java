package sampan.core.hook;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.hook.HookChannel.Word;
import sampan.core.launch.Launch;
import sampan.core.launch.Run;
import sampan.core.monitor.MonitorConnection;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Write;
import sampan.kernel.process.Signal;
import sampan.oci.spec.Hooks;
import sampan.runtime.command.json.ContainerState;
import sampan.runtime.launch.HookCompiler;
import sampan.runtime.launch.HookKind;
import sampan.runtime.launch.ListedHook;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;

/**
 * The hooks of one container. Those of the container's namespaces its launch process runs; the others are children of the engine, with the engine's rights:
 * who names hooks is the administrator of the host.
 */
public final class ContainerHooks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ContainerHooks.class.getName());
    private static final int START_FAILURE = 125;
    private static final String SENTENCE = "unable to start container process: ";

    private final Launch launch;
    private final Hooks hooks;
    private final HookState state;
    private final Map<Descriptor, Fd> files = new HashMap<>();
    private final HookChannel channel;
    private Optional<Word.Failed> failure = Optional.empty();
    private boolean announced;

    public ContainerHooks(Launch launch, Hooks hooks, HookState state) throws IOException {
        this.launch = launch;
        this.hooks = hooks;
        this.state = state;
        this.channel = new HookChannel();
    }

    /** What the container's launch process asks for; the caller closes it. */
    public Fd open(Descriptor.OfCaller wanted) throws IOException {
        if (wanted instanceof Descriptor.Control) {
            return channel.handed();
        }
        Fd known = files.get(wanted);
        Fd file = known == null ? Memfd.create("hook") : known;
        files.put(wanted, file);
        return Fcntl.duplicate(file);
    }

    /** Waits until the program runs, and runs the hooks on the way there; a StartFailure tells which operation or which hook failed, and nothing runs then. */
    public void settle(Program program, Run run, MonitorConnection monitor) throws IOException {
        boolean settled = false;
        try {
            before(run);
            Launch.settle(program, run, monitor);
            run("running", run.awaitStarted().map(Run.Started::pid).orElse(0), HookKind.POSTSTART);
            settled = true;
        } catch (EngineException.StartFailure failed) {
            throw explained(failed);
        } finally {
            if (!settled) {
                undo(run, monitor);
            }
        }
    }

    private void before(Run run) throws IOException {
        Optional<Word> first = HookCompiler.concern(hooks) ? channel.next(run::isSettled) : Optional.empty();
        if (first.isEmpty() || first.get() instanceof Word.Nothing) {
            return; // it has come to no hook: the run tells why
        }
        if (!(first.get() instanceof Word.Reached)) {
            throw new IOException("a launch process speaks before its hooks' turn");
        }
        announced = true;
        int pid = run.awaitStarted().map(Run.Started::pid).orElse(0);
        int inside = ContainerState.pidInside(pid);
        for (Map.Entry<Descriptor, Fd> file : files.entrySet()) {
            if (file.getKey() instanceof Descriptor.HookState(String status)) {
                Write.at(file.getValue(), state.json(status, inside), 0);
            }
        }
        run("creating", pid, HookKind.PRESTART, HookKind.CREATE_RUNTIME);
        channel.goOn();
        failure = channel.next(run::isSettled)
                .filter(Word.Failed.class::isInstance)
                .map(Word.Failed.class::cast);
    }

    /** The same failure, with the words of the hook that it is about. */
    private EngineException.StartFailure explained(EngineException.StartFailure failed) {
        String message = String.valueOf(failed.getMessage()).replace(SENTENCE, "");
        return failure.filter(word -> word.result().explains(message))
                .map(word -> startFailure(word.sentence()))
                .orElse(failed);
    }

    /** Without a word the launch process goes no further; what runs already must not. */
    private void undo(Run run, MonitorConnection monitor) throws IOException {
        channel.close();
        if (run.awaitOutcome() instanceof Run.Outcome.Runs) {
            run.signal(Signal.KILL); // its end is heard of
            return;
        }
        monitor.close();
        if (announced) {
            atEnd();
        }
    }

    /** Once the container is gone: nothing can be undone. */
    public void atEnd() {
        for (ListedHook hook : ListedHook.of(hooks, HookKind.POSTSTOP)) {
            try {
                run(List.of(hook), "stopped", 0);
            } catch (IOException | EngineException failed) {
                LOG.log(Level.WARNING, "a hook of container " + state.id(), failed);
            }
        }
    }

    private void run(String status, int pid, HookKind... kinds) throws IOException {
        run(ListedHook.of(hooks, kinds), status, pid);
    }

    private void run(List<ListedHook> listed, String status, int pid) throws IOException {
        if (listed.isEmpty()) {
            return;
        }
        Program program = HookCompiler.compile(listed, status, state.bundle().toString());
        try (HookChannel own = new HookChannel()) {
            launch.startUnheard(program, wanted -> switch (wanted) {
                case Descriptor.Control _ -> own.handed();
                case Descriptor.HookState _ -> Memfd.sealed("state", state.json(status, pid));
                default -> Memfd.create("hook-output");
            });
            switch (own.next(() -> false).orElseGet(Word.Nothing::new)) {
                case Word.Reached _ -> {}
                case Word.Report(int operation, int errno) ->
                    throw startFailure(program.failure(operation, errno).sentence());
                case Word.Failed failed -> throw startFailure(failed.sentence());
                case Word.Nothing _ -> throw startFailure("the process that runs hooks ended without a word");
            }
        }
    }

    private static EngineException.StartFailure startFailure(String sentence) {
        return new EngineException.StartFailure(START_FAILURE, SENTENCE + sentence);
    }

    @Override
    public void close() {
        channel.close();
        files.values().forEach(Fd::close);
    }
}
