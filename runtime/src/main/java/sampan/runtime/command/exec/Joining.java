package sampan.runtime.command.exec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.ContainerProcessBuilder;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.bundle.SeccompListener;
import sampan.runtime.command.bundle.SpecPart;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.Words;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.handover.ControlChannel;
import sampan.runtime.command.handover.Foreground;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.command.handover.Homes;
import sampan.runtime.command.handover.LaunchOptions;
import sampan.runtime.command.handover.SeccompAgent;
import sampan.runtime.command.handover.UnknownCapabilities;
import sampan.runtime.command.json.ContainerState;
import sampan.runtime.command.json.GoJson;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.ExecCompiler;
import sampan.runtime.launch.ExecRequest;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.Streams;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.MonitorSettings;
import sampan.runtime.program.Program;

/** One more process in a container, confined as the first one is. */
public record Joining(Context context, Loaded container) {
    private static final long HIGHEST_ID = 0xffff_fffeL;
    private static final Linux NOTHING = Linux.in(List.of()).build();

    int run() throws IOException, RuntimeFailure {
        LaunchOptions options =
                LaunchOptions.of(context, false, !context.words().on("detach"));
        Spec spec = container.spec(context.machine());
        ContainerProcess process = Homes.withHome(options.adapted(process(spec)), container);
        Bundle.check(process, "");
        options.checkConsole(process.terminal());
        UnknownCapabilities.warn(context.log(), process);
        try {
            return launch(spec, process, options);
        } catch (InvalidSpecException | InvalidFilterException wrong) {
            throw new RuntimeFailure(String.valueOf(wrong.getMessage()));
        }
    }

    private int launch(Spec spec, ContainerProcess process, LaunchOptions options) throws IOException, RuntimeFailure {
        Optional<Foreground> foreground = options.foreground(spec.withProcess(process), context.invocation());
        boolean running = false;
        try (Handing handing = new Handing(context);
                ControlChannel control = new ControlChannel()) {
            Program program = ExecCompiler.compile(request(spec, process, options, foreground));
            hand(handing, control, options, foreground);
            if (program.descriptors().contains(new Descriptor.InitRoot())) {
                handRoot(handing);
            }
            handing.launch(program);
            try (ControlChannel.Newborn born = control.born(program, foreground.map(Foreground::stream))) {
                control.ready(
                        program,
                        number -> new SeccompAgent(context, SeccompListener.of(spec))
                                .take(
                                        born,
                                        number,
                                        ContainerState.of(
                                                container.record(),
                                                "running",
                                                container.record().pid())));
                options.writePidFile(context.invocation(), born.pid());
            }
            running = true;
        } finally {
            if (!running) {
                foreground.ifPresent(Foreground::close);
            }
        }
        return foreground.isPresent() ? foreground.get().attach(context.invocation()) : 0;
    }

    private ExecRequest request(
            Spec spec, ContainerProcess process, LaunchOptions options, Optional<Foreground> foreground)
            throws IOException, RuntimeFailure {
        Linux linux = spec.linux();
        return new ExecRequest(
                container.record().id(),
                process,
                linux == null ? NOTHING : linux,
                context.machine().host(),
                cgroups(),
                context.machine().filter(spec),
                Streams.INHERITED,
                foreground.map(Foreground::settings).orElse(MonitorSettings.ALONE),
                Optional.of(new Handover(
                        foreground.isPresent(),
                        false,
                        options.console().isPresent(),
                        options.preserved(),
                        true,
                        Handing.nulls(context.invocation()),
                        context.invocation().uid() != 0)));
    }

    private void hand(Handing handing, ControlChannel control, LaunchOptions options, Optional<Foreground> foreground)
            throws IOException, RuntimeFailure {
        Optional<Fd> init = container.init();
        if (init.isEmpty()) {
            throw new RuntimeFailure("cannot exec in a stopped container");
        }
        handing.put(new Descriptor.InitPidfd(), init.get());
        handing.put(new Descriptor.Control(), Fcntl.duplicate(control.handed()));
        if (options.console().isPresent()) {
            handing.connectConsole(options.console().get());
        }
        if (foreground.isPresent()) {
            handing.put(new Descriptor.FirstClient(0), foreground.get().monitorEnd());
        }
    }

    /** Looked at once more afterwards: then the number was the container's when it was used. */
    private void handRoot(Handing handing) throws IOException, RuntimeFailure {
        String path = "/proc/" + container.record().pid() + "/root";
        handing.put(new Descriptor.InitRoot(), context.open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY));
        if (!Loaded.alive(container.record())) {
            throw new RuntimeFailure("cannot exec in a stopped container");
        }
    }

    /** The container's, or one below it. */
    private Cgroups cgroups() throws IOException, RuntimeFailure {
        return context.machine()
                .cgroups()
                .below(container.record(), context.words().all("cgroup"));
    }

    private ContainerProcess process(Spec spec) throws IOException, RuntimeFailure {
        Optional<String> file = context.words().text("process");
        if (file.isPresent()) {
            return read(file.get(), context.read(file.get()));
        }
        ContainerProcess first = spec.process();
        if (first == null) {
            throw new RuntimeFailure("process property must not be empty");
        }
        Words words = context.words();
        ContainerProcessBuilder process = first.edit()
                .args(words.operands().subList(1, words.operands().size()))
                .terminal(words.on("tty"));
        words.text("cwd").ifPresent(process::cwd);
        words.text("apparmor").ifPresent(process::apparmorProfile);
        words.text("process-label").ifPresent(process::selinuxLabel);
        if (words.given("no-new-privs")) {
            process.noNewPrivileges(words.on("no-new-privs"));
        }
        if (words.given("env")) {
            List<String> env = new ArrayList<>(first.env());
            env.addAll(words.all("env"));
            process.env(env);
        }
        if (words.given("cap")) {
            process.capabilities(more(first.capabilities(), words.all("cap")));
        }
        process.user(user(first.user(), words));
        return process.build();
    }

    private static ContainerProcess read(String file, byte[] text) throws RuntimeFailure {
        ContainerProcess process = SpecPart.read(file, text, "process").process();
        if (process == null) {
            throw new RuntimeFailure("process property must not be empty");
        }
        return process;
    }

    /** In every set but the ambient one; there too where the container's own are. */
    private static Capabilities more(@Nullable Capabilities first, List<String> added) {
        Capabilities given = first == null ? Capabilities.NONE : first;
        return new Capabilities(
                joined(given.bounding(), added),
                joined(given.effective(), added),
                given.inheritable(),
                joined(given.permitted(), added),
                given.ambient());
    }

    private static List<String> joined(List<String> given, List<String> added) {
        Set<String> all = new LinkedHashSet<>(given);
        all.addAll(added);
        return List.copyOf(all);
    }

    private static User user(User first, Words words) throws RuntimeFailure {
        List<Long> groups = new ArrayList<>(first.additionalGids());
        for (String group : words.all("additional-gids")) {
            groups.add(group(group));
        }
        Optional<String> user = words.text("user");
        if (user.isEmpty()) {
            return new User(first.uid(), first.gid(), first.umask(), groups, first.username());
        }
        String[] ids = user.get().split(":", 2);
        long gid = ids.length > 1 ? id(ids[1], "gid") : first.gid();
        return new User(id(ids[0], "uid"), gid, first.umask(), groups, null);
    }

    private static long group(String text) throws RuntimeFailure {
        if (!text.matches("-?[0-9]+")) {
            throw RuntimeFailure.usage(
                    "invalid value " + GoJson.quoted(text) + " for flag -additional-gids: strconv.ParseInt: parsing "
                            + GoJson.quoted(text) + ": invalid syntax",
                    1);
        }
        return id(text, "additional-gids");
    }

    private static long id(String text, String what) throws RuntimeFailure {
        String sentence = "parsing " + text + " as int for " + what + " failed: strconv.Atoi: parsing "
                + GoJson.quoted(text) + ": ";
        try {
            long id = Long.parseLong(text);
            if (id < 0 || id > HIGHEST_ID) {
                throw new RuntimeFailure(
                        "unable to start container process: unable to setup user: uids and gids must be in range 0-"
                                + HIGHEST_ID);
            }
            return id;
        } catch (NumberFormatException wrong) {
            throw new RuntimeFailure(sentence + "invalid syntax");
        }
    }
}
