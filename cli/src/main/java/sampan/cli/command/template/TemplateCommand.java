package sampan.cli.command.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CallerPath;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.template.Template;
import sampan.cli.template.TemplateError;
import sampan.core.event.Event;
import sampan.core.event.EventFilter;
import sampan.core.filter.GoDuration;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Truncate;
import sampan.kernel.file.Write;

/** {@code template}: renders a file over the containers, again and again when they change, and tells others. */
public final class TemplateCommand implements Command {
    private static final Flag<Long> INTERVAL = Flag.number("interval", "Render it every so many seconds, too");
    private static final Flag<Boolean> STOPPED = Flag.bool("include-stopped", "Containers that do not run, too");
    private static final Flag<Boolean> EXPOSED = Flag.bool("only-exposed", "Only containers with an exposed port");
    private static final Flag<Boolean> PUBLISHED = Flag.bool("only-published", "Only containers with a published port");
    private static final Flag<Duration> WAIT = Flag.of(
            "wait", "duration", "Wait that long for further changes before it is rendered", TemplateCommand::duration);
    private static final Flag<Boolean> WATCH = Flag.bool("watch", "Go on, and render it whenever containers change");

    private static final Usage USAGE = Usage.of(
                    "template", "TEMPLATE [FILE]", "Render a template over the containers, to a file or to stdout")
            .flags(List.of(
                    EXPOSED,
                    INTERVAL,
                    STOPPED,
                    Notification.COMMAND,
                    Notification.OUTPUT,
                    Notification.SIGHUP,
                    PUBLISHED,
                    WAIT,
                    WATCH))
            .between(1, 2);

    /** Everything that a template can see of. */
    private static final EventFilter CHANGES = new EventFilter(Map.of(
            "type",
            List.of("container", "network"),
            "event",
            List.of(
                    "start",
                    "die",
                    "destroy",
                    "rename",
                    "update",
                    "pause",
                    "unpause",
                    "create",
                    "connect",
                    "disconnect",
                    "health_status")));

    private static final int LARGEST = 16 << 20;
    private static final int MODE = 0644;

    @Override
    public Usage usage() {
        return USAGE;
    }

    private static Duration duration(String text) throws InvalidValue {
        try {
            return GoDuration.parse(text.split(":", 2)[0]);
        } catch (DateTimeException malformed) {
            throw new InvalidValue(String.valueOf(malformed.getMessage()));
        }
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        Template template = read(call, call.operands().getFirst());
        ContainerTree tree = new ContainerTree(call.on(EXPOSED), call.on(PUBLISHED), call.on(STOPPED));
        Notification notification = Notification.of(call);
        long seconds = call.value(INTERVAL).orElse(0L);
        boolean goesOn = call.on(WATCH) || seconds > 0;
        while (true) {
            // Before it is rendered: what changes meanwhile is a reason to do it again.
            var changes = call.engine()
                    .events()
                    .subscribe(
                            call.on(WATCH) ? CHANGES : new EventFilter(Map.of("type", List.of("daemon"))),
                            Optional.empty(),
                            seconds > 0 ? Optional.of(Instant.now().plusSeconds(seconds)) : Optional.empty());
            if (put(call, text(template, tree, call))) {
                notification.send();
            }
            if (!goesOn) {
                return 0;
            }
            Optional<Event> change = call.session().await(changes::next);
            if (change.isPresent()) {
                Duration pause = call.value(WAIT).orElse(Duration.ZERO);
                call.session().await(() -> {
                    Thread.sleep(pause);
                    return pause;
                });
            } else if (seconds == 0) {
                return 0; // the engine ends
            }
        }
    }

    private static String text(Template template, ContainerTree tree, Call call) throws CommandFailure {
        try {
            return template.executeGrouping(tree.of(call.engine()));
        } catch (TemplateError wrong) {
            throw new CommandFailure(1, String.valueOf(wrong.getMessage()));
        }
    }

    private static Template read(Call call, String name) throws IOException, CommandFailure {
        String path = CallerPath.of(call, name).path().toString();
        try (Fd file = call.invoker().host().open(path, OpenFlags.O_RDONLY, 0)) {
            String base = path.substring(path.lastIndexOf('/') + 1);
            return Template.parseGrouping(base, new String(Read.all(file, LARGEST), StandardCharsets.UTF_8));
        } catch (SyscallException failed) {
            throw new CommandFailure(1, "open " + name + ": " + Errno.sentence(failed.errno()));
        } catch (TemplateError wrong) {
            throw new CommandFailure(1, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * In place: the file may be mounted into a container by itself.
     *
     * @return whether it is another text than before
     */
    private static boolean put(Call call, String text) throws IOException, CommandFailure {
        if (call.operands().size() < 2) {
            call.out().print(text);
            return true;
        }
        String name = call.operands().get(1);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String path = CallerPath.of(call, name).path().toString();
        try (Fd file = call.invoker().host().open(path, OpenFlags.O_RDWR | OpenFlags.O_CREAT, MODE)) {
            if (Arrays.equals(Read.all(file, LARGEST), bytes)) {
                return false;
            }
            Seek.to(file, 0);
            Write.fully(file, bytes);
            Truncate.of(file, bytes.length);
            return true;
        } catch (SyscallException failed) {
            throw new CommandFailure(1, "open " + name + ": " + Errno.sentence(failed.errno()));
        }
    }
}
