package sampan.api.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.call.Route;
import sampan.api.http.Response;
import sampan.core.error.EngineException;

/** Until there is a builder, each of Docker's ways to one ends with the same sentence, where its user sees it. */
public final class AbsentBuilder {
    private static final String SENTENCE =
            "building images is not supported yet: it comes with a later version of Sampan";
    private static final String UNIMPLEMENTED = "12";

    private AbsentBuilder() {}

    public static List<Route> routes() {
        return List.of(
                Route.of("POST /build", AbsentBuilder::build),
                // Clients that clear everything away clear the builder's cache too.
                Route.of(
                        "POST /build/prune",
                        _ -> Json.response(
                                200, Json.object().putNull("CachesDeleted").put("SpaceReclaimed", 0))),
                Route.of("POST /session", AbsentBuilder::session),
                Route.of("POST /grpc", AbsentBuilder::grpc),
                Route.of("POST /moby.buildkit.v1.Control/{method}", _ -> unimplemented()));
    }

    /** A client that is still sending its files would take an early answer for a broken connection. */
    private static Response build(Call call) throws IOException {
        if (call.request().header("expect").isEmpty()) {
            try (InputStream context = call.request().body().stream()) {
                context.transferTo(OutputStream.nullOutputStream());
            }
        }
        throw new EngineException.NotSupported(SENTENCE);
    }

    private static boolean isForHttp2(Call call) {
        return call.request().client().hasLine()
                && call.request().header("upgrade").equalsIgnoreCase("h2c");
    }

    /** Here the client waits for the builder's questions, and sends {@code /build} by another connection: there it hears the sentence. */
    private static Response session(Call call) {
        if (!isForHttp2(call)) {
            throw new EngineException.NotSupported(SENTENCE);
        }
        return new Response.Upgraded(Map.of(), (client, _) -> client.in().transferTo(OutputStream.nullOutputStream()));
    }

    private static Response grpc(Call call) {
        if (!isForHttp2(call)) {
            throw new EngineException.NotSupported(SENTENCE);
        }
        return new Response.Streams();
    }

    /** In the words of gRPC. */
    private static Response unimplemented() {
        String message = URLEncoder.encode(SENTENCE, StandardCharsets.UTF_8).replace("+", "%20");
        return new Response.Whole(
                200,
                Map.of("Content-Type", "application/grpc", "grpc-status", UNIMPLEMENTED, "grpc-message", message),
                new byte[0]);
    }
}
