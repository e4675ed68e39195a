package sampan.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Failures;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Line;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.caller.Caller;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.monitor.Interest;
import sampan.kernel.Fd;
import tools.jackson.databind.node.ObjectNode;

/** Further processes in running containers. */
public final class ExecActions {
    private final Engine engine;
    private final ExecWishes wishes;

    public ExecActions(Engine engine, ExecWishes wishes) {
        this.engine = engine;
        this.wishes = wishes;
    }

    /** What a client sends to make one. */
    record Asked(
            @JsonProperty("User") @Nullable String user,
            @JsonProperty("Privileged") boolean privileged,
            @JsonProperty("Tty") boolean tty,
            @JsonProperty("ConsoleSize") @Nullable List<Integer> size,
            @JsonProperty("AttachStdin") boolean stdin,
            @JsonProperty("AttachStderr") boolean stderr,
            @JsonProperty("AttachStdout") boolean stdout,
            @JsonProperty("DetachKeys") @Nullable String keys,
            @JsonProperty("Env") @Nullable List<String> env,
            @JsonProperty("WorkingDir") @Nullable String folder,
            @JsonProperty("Cmd") @Nullable List<String> words) {
        ExecConfig config() {
            List<Integer> both = size == null || size.size() != 2 ? List.of(0, 0) : size;
            return new ExecConfig(
                    words == null ? List.of() : words,
                    env == null ? List.of() : env,
                    text(user),
                    text(folder),
                    privileged,
                    tty,
                    stdin,
                    both.getFirst(),
                    both.getLast());
        }

        static String text(@Nullable String given) {
            return given == null ? "" : given;
        }
    }

    record Wish(String container, boolean stdin, boolean stdout, boolean stderr, String keys) {
        static final Wish UNKNOWN = new Wish("", false, true, true, "");

        Set<Interest> interests() {
            Set<Interest> wanted = EnumSet.noneOf(Interest.class);
            ContainerStreams.add(wanted, stdin, Interest.STDIN);
            ContainerStreams.add(wanted, stdout, Interest.STDOUT);
            ContainerStreams.add(wanted, stderr, Interest.STDERR);
            return wanted;
        }
    }

    public Response create(Call call) throws IOException {
        Asked asked = Json.read(Dialect.in(call.version(), Message.EXEC, call.json()), Asked.class);
        if (asked.words() == null || asked.words().isEmpty()) {
            throw new EngineException.InvalidArgument("No exec command specified");
        }
        String keys = Asked.text(asked.keys());
        DetachWatch.checkOfExec(keys);
        Container container = engine.containers().find(call.name());
        if (container.state().isPaused()) { // in dockerd's words: whom the client called
            throw new EngineException.Conflict(
                    "Container " + call.name() + " is paused, unpause the container before exec");
        }
        Exec exec = container.exec(asked.config());
        wishes.put(exec, new Wish(container.id(), asked.stdin(), asked.stdout(), asked.stderr(), keys));
        return Json.response(201, Json.object().put("Id", exec.id()));
    }

    private Exec exec(Call call) {
        return engine.containers().findExec(call.name());
    }

    /** What a client sends to start one. */
    record Start(
            @JsonProperty("Detach") boolean detach,
            @JsonProperty("Tty") boolean tty) {}

    public Response start(Call call) throws IOException {
        Exec exec = exec(call);
        Start start = Json.read(call.json(), Start.class);
        if (start.detach()) {
            return detached(exec);
        }
        call.needsLine();
        Wish wish = wishes.of(exec);
        boolean keyed = wish.stdin() && start.tty();
        Conversation conversation = new Conversation(
                !start.tty(), wish.stdin(), keyed ? Optional.of(DetachWatch.of(wish.keys())) : Optional.empty());
        Fd stream = exec.attach(wish.interests());
        return new Response.Upgraded(
                Map.of("Content-Type", ContainerStreams.type(call, !start.tty())), (client, lines) -> {
                    try (stream) {
                        exec.start(Caller.local());
                        try (Line process = lines.of(stream)) {
                            conversation.between(client, process, end(exec));
                        }
                    } catch (EngineException failed) {
                        tell(client, !start.tty(), Failures.ofExec(failed));
                    }
                });
    }

    private static Conversation.End end(Exec exec) {
        return new Conversation.End() {
            @Override
            public void ended() throws InterruptedException {
                exec.await(); // the client asks for the exit code next
            }

            @Override
            public void left() {
                exec.tellDetached();
            }
        };
    }

    private static Response detached(Exec exec) throws IOException {
        try {
            exec.start(Caller.local());
            return Response.empty(200);
        } catch (EngineException.StartFailure failed) {
            return Failures.response(failed, Failures.ofExec(failed));
        }
    }

    /** HTTP is over: a failure has no other way to the client, and goes where Docker's does, among the output. */
    private static void tell(Line client, boolean framed, String failure) throws IOException {
        byte[] text = (failure + "\r\n").getBytes(StandardCharsets.UTF_8);
        Conversation.write(client.out(), framed, false, text);
        client.out().flush();
        client.endOutput();
    }

    public Response resize(Call call) {
        ContainerActions.Size size = ContainerActions.Size.of(call);
        exec(call).resize(size.rows(), size.columns());
        return Response.empty(200);
    }

    public Response inspect(Call call) {
        Exec exec = exec(call);
        Wish wish = wishes.of(exec);
        ObjectNode json =
                Json.object().put("ID", exec.id()).put("Running", exec.pid().isPresent());
        if (exec.exitCode().isPresent()) {
            json.put("ExitCode", exec.exitCode().getAsInt());
        } else {
            json.putNull("ExitCode");
        }
        ExecConfig config = exec.config();
        ObjectNode process = json.putObject("ProcessConfig")
                .put("tty", config.tty())
                .put("entrypoint", config.cmd().getFirst());
        config.cmd().stream().skip(1).forEach(process.putArray("arguments")::add);
        process.put("privileged", config.privileged());
        if (!config.user().isEmpty()) {
            process.put("user", config.user());
        }
        json.put("OpenStdin", wish.stdin()).put("OpenStderr", wish.stderr()).put("OpenStdout", wish.stdout());
        json.put("CanRemove", false).put("ContainerID", wish.container());
        return Json.response(
                200,
                json.put("DetachKeys", DetachWatch.inspected(wish.keys()))
                        .put("Pid", exec.pid().orElse(0)));
    }
}
