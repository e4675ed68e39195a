package sampan.cli.complete;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.cli.front.FrontSession;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.kernel.capability.Capability;

/** What flags and operands may be: words that are known, and what the engine has. */
final class Things {
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry("cgroupns", List.of("host", "private")),
            Map.entry(
                    "change",
                    List.of("CMD ", "ENTRYPOINT ", "ENV ", "EXPOSE ", "LABEL ", "USER ", "VOLUME ", "WORKDIR ")),
            Map.entry("detach-keys", List.of("ctrl-")),
            Map.entry("driver", List.of("local")),
            Map.entry("format", List.of("json", "table")),
            Map.entry("ipc", List.of("container:", "host", "none", "private", "shareable")),
            Map.entry("log-driver", List.of("journald", "json-file", "local", "none", "syslog")),
            Map.entry("log-opt", List.of("compress=", "labels=", "max-file=", "max-size=", "mode=", "tag=")),
            Map.entry("log-level", List.of("debug", "error", "fatal", "info", "warn")),
            Map.entry("isolation", List.of("default")),
            Map.entry(
                    "mount",
                    List.of("type=bind,source=", "type=image,source=", "type=tmpfs,target=", "type=volume,source=")),
            Map.entry("network", List.of("bridge", "container:", "host", "none")),
            Map.entry("pid", List.of("container:", "host")),
            Map.entry("platform", List.of("linux/amd64", "linux/arm64")),
            Map.entry("pull", List.of("always", "missing", "never")),
            Map.entry("runtime", List.of("sampan")),
            Map.entry("restart", List.of("always", "no", "on-failure", "unless-stopped")),
            Map.entry(
                    "security-opt",
                    List.of("apparmor=", "no-new-privileges", "seccomp=unconfined", "systempaths=unconfined")),
            Map.entry(
                    "signal",
                    List.of("SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGWINCH")),
            Map.entry("stop-signal", List.of("SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM")),
            Map.entry("sysctl", List.of("kernel.", "net.")),
            Map.entry(
                    "ulimit",
                    List.of("core=", "cpu=", "data=", "fsize=", "locks=", "memlock=", "nofile=", "nproc=", "stack=")),
            Map.entry("volume-driver", List.of("local")),
            Map.entry("type", List.of("container", "image", "volume")),
            Map.entry("userns", List.of("host")),
            Map.entry("uts", List.of("host")));
    private static final Map<String, List<String>> FILTERS = Map.of(
            "ps",
            List.of(
                    "ancestor=",
                    "before=",
                    "exited=",
                    "health=",
                    "id=",
                    "label=",
                    "name=",
                    "network=",
                    "since=",
                    "status=created",
                    "status=exited",
                    "status=paused",
                    "status=running",
                    "volume="),
            "images",
            List.of("before=", "dangling=false", "dangling=true", "label=", "reference=", "since=", "until="),
            "volume ls",
            List.of("dangling=false", "dangling=true", "driver=", "label=", "name="),
            "events",
            List.of("container=", "event=", "image=", "label=", "type=container", "type=image", "type=volume"));

    private final Supplier<Engine> engine;
    private final FrontSession session;

    Things(Supplier<Engine> engine, FrontSession session) {
        this.engine = engine;
        this.session = session;
    }

    /**
     * @param command the flag's, empty for flags before it
     * @param current what is typed of the value
     */
    Stream<Candidate> values(Flag<?> flag, String command, String current) {
        return switch (flag.name()) {
            case "filter" ->
                Stream.concat(words(FILTERS.getOrDefault(command, List.of("label=", "until="))), filtered(current));
            case "network", "net", "ipc", "pid" ->
                Stream.concat(
                        words(WORDS.getOrDefault(flag.name(), List.of())),
                        current.startsWith("container:") ? after("container:", containers(_ -> true)) : Stream.empty());
            case "context", "from" -> contexts();
            case "volumes-from" -> containers(_ -> true);
            case "volume" -> volumes();
            case "env" -> words(List.copyOf(session.request().environment().keySet()));
            case "cap-add", "cap-drop" ->
                Stream.of(Capability.values())
                        .map(capability -> Candidate.of(capability.name().toUpperCase(Locale.ROOT)));
            default -> words(WORDS.getOrDefault(flag.name(), List.of()));
        };
    }

    /** What stands after the key of a filter, once that is typed. */
    private Stream<Candidate> filtered(String current) {
        String key = current.substring(0, current.indexOf('=') + 1);
        return switch (key) {
            case "ancestor=" -> after(key, images());
            case "before=", "since=", "name=", "container=" -> after(key, containers(_ -> true));
            case "image=", "reference=" -> after(key, images());
            case "volume=" -> after(key, volumes());
            default -> Stream.empty();
        };
    }

    private static Stream<Candidate> after(String prefix, Stream<Candidate> candidates) {
        return candidates.map(one -> new Candidate(prefix + one.text(), one.description()));
    }

    private Stream<Candidate> contexts() {
        try {
            return ContextNames.of(session).stream().map(Candidate::of);
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    private static Stream<Candidate> words(List<String> words) {
        return words.stream().map(Candidate::of);
    }

    /**
     * The usage line tells what they are.
     *
     * @param index which one
     * @param before words before the cursor: what stands there already is not asked for again
     */
    Stream<Candidate> operands(Usage usage, int index, List<String> before) {
        if (index >= usage.maximum() || (index > 0 && usage.commandFollows())) {
            return Stream.empty();
        }
        String operands = usage.operands();
        return things(operands, usage.name(), index).filter(thing -> !before.contains(thing.text()));
    }

    private Stream<Candidate> things(String operands, String command, int index) {
        if (operands.startsWith("CONTAINER:")) {
            return containers(_ -> true).map(one -> new Candidate(one.text() + ":", one.description()));
        }
        boolean asked = index == 0 || operands.endsWith("...]");
        String first = operands.replaceAll("^\\[|[^A-Z_|].*", "");
        if (!asked) {
            return Stream.empty();
        }
        return switch (first) {
            case "CONTAINER" -> containers(state -> fits(command, state));
            case "IMAGE", "SOURCE_IMAGE", "REPOSITORY" -> images();
            case "VOLUME" -> volumes();
            case "CONTEXT" ->
                command.equals("context create") || command.equals("context import") ? Stream.empty() : contexts();
            case "NAME|ID" ->
                Stream.of(containers(_ -> true), images(), volumes()).flatMap(stream -> stream);
            default -> Stream.empty();
        };
    }

    /** Whether the command has something to do with a container in that state. */
    private static boolean fits(String command, ContainerState state) {
        boolean running = state.status().equals("running");
        return switch (command.substring(command.indexOf(' ') + 1)) {
            case "attach", "exec", "kill", "pause", "port", "stats", "stop", "top", "wait" -> running;
            case "unpause" -> state.status().equals("paused");
            case "start" -> !running && !state.status().equals("paused");
            default -> true;
        };
    }

    /** Of states that fit. */
    @FunctionalInterface
    private interface StateFilter {
        boolean fits(ContainerState state);
    }

    private Stream<Candidate> containers(StateFilter filter) {
        return engine.get().containers().list().stream()
                .filter(container -> filter.fits(container.state()))
                .map(Things::candidate);
    }

    private static Candidate candidate(Container container) {
        return new Candidate(
                container.name(),
                container.config().image() + ", " + container.state().status());
    }

    private Stream<Candidate> images() {
        return engine.get().images().list().stream()
                .flatMap(image -> image.references().stream())
                .map(reference -> Candidate.of(reference.familiar()));
    }

    private Stream<Candidate> volumes() {
        return engine.get().volumes().list().stream()
                .map(volume -> Candidate.of(volume.name().toString()));
    }
}
