package sampan.api.container;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import sampan.api.call.Call;
import sampan.api.call.Dialect;
import sampan.api.call.Json;
import sampan.api.call.Message;
import sampan.api.http.Client;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;

/** Waits until containers stop, or are gone. */
public final class ContainerWait {
    private final Engine engine;

    public ContainerWait(Engine engine) {
        this.engine = engine;
    }

    /** The head of the answer comes at once: then the client knows that it will miss nothing, and starts the container. */
    public Response answer(Call call) {
        Container container = engine.containers().find(call.name());
        Future<Integer> end = end(container, call.text("condition"));
        boolean early = !call.version().isBefore("1.30");
        return Response.stream(Json.TYPE, out -> {
            if (early) {
                out.flush();
            }
            int code;
            try (Client.Wait _ = call.request().client().waiting()) {
                code = end.get();
            } catch (ExecutionException e) {
                throw new EngineException.SystemError("cannot wait for container " + container.id(), e.getCause());
            }
            Json.line(
                    out, Dialect.in(call.version(), Message.WAIT, Json.object().put("StatusCode", code)));
        });
    }

    private static Future<Integer> end(Container container, String condition) {
        return switch (condition) {
            case "", "not-running" -> stopped(container);
            case "next-exit" -> container.nextEnd();
            case "removed" -> container.removal();
            default -> throw new EngineException.InvalidArgument("invalid condition: \"" + condition + "\"");
        };
    }

    private static Future<Integer> stopped(Container container) {
        CompletableFuture<Integer> next = container.nextEnd();
        return switch (container.state()) {
            case ContainerState.Created _ -> CompletableFuture.completedFuture(0);
            case ContainerState.Stopped stopped -> CompletableFuture.completedFuture(stopped.exitCode());
            case ContainerState.Running _, ContainerState.Restarting _ -> next;
        };
    }
}
