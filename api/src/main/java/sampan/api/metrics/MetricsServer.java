package sampan.api.metrics;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sampan.api.ApiAddress;
import sampan.api.call.Failures;
import sampan.api.http.Handler;
import sampan.api.http.HttpServer;
import sampan.api.http.Limits;
import sampan.api.http.Request;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;

/** Serves {@code GET /metrics}, and nothing else, on a port of its own. */
public final class MetricsServer implements Closeable {
    private final HttpServer http;

    private MetricsServer(HttpServer http) {
        this.http = http;
    }

    /** @param address of {@code --metrics-addr} */
    public static MetricsServer open(Engine engine, ApiAddress.Tcp address) {
        HttpServer http = new HttpServer(new Answers(new EngineMetrics(engine)), Limits.DEFAULT);
        try {
            http.serve(address.toString(), new HttpServer.Port(address.host(), address.port()), Optional.empty());
            return new MetricsServer(http);
        } catch (EngineException refused) {
            http.close();
            throw refused;
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private record Answers(EngineMetrics metrics) implements Handler {
        @Override
        public Response answer(Request request) {
            if (!request.path().equals("/metrics")) {
                throw new EngineException.NotFound("page not found");
            }
            if (!request.method().equals("GET")) {
                throw new EngineException.InvalidArgument("only GET is served here");
            }
            return Response.of(200, MetricText.TYPE, metrics.text().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Response failed(Request request, Throwable failure) {
            return switch (failure) {
                case EngineException expected -> Failures.response(expected);
                case IOException broken -> Failures.broken(broken);
                default -> Failures.mistake();
            };
        }
    }
}
