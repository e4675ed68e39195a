package sampan.api.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sampan.api.call.Call;
import sampan.api.http.Client;
import sampan.api.http.Line;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.log.LineBeginnings;
import sampan.core.log.LogOptions;
import sampan.core.monitor.Interest;
import sampan.kernel.Fd;

/** What containers say and hear: attach and logs. */
public final class ContainerStreams {
    private final Engine engine;

    public ContainerStreams(Engine engine) {
        this.engine = engine;
    }

    public Response attach(Call call) {
        return attach(call, false);
    }

    /** Bytes in frames of RFC 6455; what the container says and what goes wrong in it come in one stream. */
    public Response attachWebSocket(Call call) {
        if (!call.request().header("upgrade").equalsIgnoreCase("websocket")
                || !call.request().header("sec-websocket-version").equals("13")
                || call.request().header("sec-websocket-key").isEmpty()) {
            throw new EngineException.InvalidArgument("not a request for a web socket of RFC 6455");
        }
        refuseOtherSites(call.request().header("origin"), call.request().header("host"));
        return attach(call, true);
    }

    /** A browser would carry any page's script to an engine that listens on a port. */
    private static void refuseOtherSites(String origin, String host) {
        if (!origin.isEmpty() && !origin.replaceFirst("^https?://", "").equals(host)) {
            throw new EngineException.Forbidden("a web socket is not for pages of " + origin);
        }
    }

    private Response attach(Call call, boolean webSocket) {
        call.needsLine();
        Container container = engine.containers().find(call.name());
        refuseUnlessReady(container, call.name());
        boolean tty = container.config().tty();
        boolean framed = !tty && !webSocket;
        DetachWatch keys = DetachWatch.of(call.text("detachKeys"));
        boolean stdin = call.flag("stdin") && container.config().openStdin();
        Conversation conversation =
                new Conversation(framed, stdin, stdin && tty ? Optional.of(keys) : Optional.empty());
        LogOptions past = new LogOptions(
                call.flag("stdout"),
                call.flag("stderr"),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        boolean logs = call.flag("logs");
        Optional<Fd> stream = stream(call, container, stdin);
        Map<String, String> headers = webSocket ? Map.of() : Map.of("Content-Type", type(call, framed));
        return new Response.Upgraded(headers, webSocket, (client, lines) -> {
            try (Fd socket = stream.orElse(null)) {
                if (logs) {
                    replay(container, past, client, framed);
                }
                if (socket != null) {
                    try (Line monitor = lines.of(socket)) {
                        conversation.between(client, monitor, () -> container.tell(Action.DETACH));
                    }
                }
            }
        });
    }

    /** Who wants only what was said is told of, too. */
    private static Optional<Fd> stream(Call call, Container container, boolean stdin) {
        if (call.flag("stream")) {
            return Optional.of(container.attach(interests(call, stdin)));
        }
        container.tell(Action.ATTACH);
        return Optional.empty();
    }

    /** Older clients know but one, and so do those that ask for no upgrade. */
    static String type(Call call, boolean framed) {
        boolean upgrade = !call.request().header("upgrade").isEmpty();
        return Conversation.type(framed && upgrade && !call.version().isBefore("1.42"));
    }

    private static void refuseUnlessReady(Container container, String called) {
        if (container.state().isPaused()) {
            throw new EngineException.Conflict(
                    "container " + called + " is paused, unpause the container before attach");
        }
    }

    private static Set<Interest> interests(Call call, boolean stdin) {
        Set<Interest> wanted = EnumSet.noneOf(Interest.class);
        add(wanted, stdin, Interest.STDIN);
        add(wanted, call.flag("stdout"), Interest.STDOUT);
        add(wanted, call.flag("stderr"), Interest.STDERR);
        return wanted;
    }

    static void add(Set<Interest> wanted, boolean really, Interest interest) {
        if (really) {
            wanted.add(interest);
        }
    }

    private static void replay(Container container, LogOptions past, Line client, boolean framed) throws IOException {
        OutputStream out = client.out();
        container.logs(past, entry -> Conversation.write(out, framed, entry.error(), entry.bytes()));
        out.flush();
    }

    public Response logs(Call call) {
        Container container = engine.containers().find(call.name());
        LogOptions options = new LogOptions(
                call.flag("stdout"),
                call.flag("stderr"),
                tail(call.text("tail")),
                call.moment("since"),
                call.moment("until"),
                call.flag("follow"));
        if (!options.stdout() && !options.stderr()) {
            throw new EngineException.InvalidArgument("Bad parameters: you must choose at least one stream");
        }
        boolean framed = !container.config().tty();
        Optional<String> details = call.flag("details") ? Optional.of(container.logAttributes()) : Optional.empty();
        String type = call.version().isBefore("1.42") ? "" : Conversation.type(framed);
        boolean merged = LogLines.mayMerge(call.request().header("user-agent"));
        LineBeginnings beginnings = new LineBeginnings(call.flag("timestamps"), details);
        return Response.stream(type, out -> {
            try (Client.Wait _ = call.request().client().waiting()) {
                container.logs(options, new LogLines(out, framed, merged, beginnings));
            }
        });
    }

    /** Of old clients a negative number, and anything that is none, means all. */
    private static OptionalLong tail(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
