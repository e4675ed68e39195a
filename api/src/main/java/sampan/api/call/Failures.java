package sampan.api.call;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import sampan.api.http.Response;
import sampan.core.error.EngineException;

/** Errors as HTTP. */
public final class Failures {
    private static final int NOT_MODIFIED = 304;
    private static final int MALFORMED = 400;
    private static final int CLIENT_GONE = 499;
    private static final int SERVER_ERROR = 500;
    private static final int DOCKER_FAILED = 125;

    private Failures() {}

    public static Response response(EngineException failure) {
        return response(failure, text(failure));
    }

    /** The same in other words. */
    public static Response response(EngineException failure, String text) {
        int status = status(failure);
        return status == NOT_MODIFIED ? Response.empty(status) : message(status, text);
    }

    /** The one place that knows. */
    public static int status(EngineException failure) {
        return switch (failure) {
            case EngineException.NotFound _ -> 404;
            case EngineException.Conflict _ -> 409;
            case EngineException.NotModified _ -> NOT_MODIFIED;
            case EngineException.InvalidArgument _ -> 400;
            case EngineException.Forbidden _ -> 403;
            case EngineException.NotSupported _ -> 501;
            case EngineException.Unavailable _ -> 503;
            case EngineException.SystemError _ -> SERVER_ERROR;
            // What the caller named cannot be executed: 126 and 127.
            case EngineException.StartFailure start -> start.exitCode() == DOCKER_FAILED ? SERVER_ERROR : 400;
        };
    }

    /** Nobody reads it. */
    public static Response gone(Throwable reason) {
        return message(CLIENT_GONE, "the client is gone: " + reason.getMessage());
    }

    /** What a client sent ends too early. */
    public static Response malformed(Exception reason) {
        return message(MALFORMED, String.valueOf(reason.getMessage()));
    }

    /** The disk failed. */
    public static Response broken(IOException reason) {
        return message(SERVER_ERROR, Optional.ofNullable(reason.getMessage()).orElse(reason.toString()));
    }

    /** What went wrong is in the log, and nothing for the client. */
    public static Response mistake() {
        return message(SERVER_ERROR, "the engine made a mistake: its log tells more");
    }

    private static Response message(int status, String text) {
        return Json.response(status, Map.of("message", text));
    }

    /** Clients look for the words that dockerd puts around a runtime's. */
    private static String text(EngineException failure) {
        String text = Optional.ofNullable(failure.getMessage()).orElse("unknown error");
        return failure instanceof EngineException.StartFailure
                ? "failed to create task for container: failed to create shim task: OCI runtime create failed: "
                        + "runc create failed: " + text + ": unknown"
                : text;
    }

    /** The same of a process in a container that runs. Who it is to run as is looked up before there is a runtime. */
    public static String ofExec(EngineException failure) {
        boolean unknown = String.valueOf(failure.getMessage()).startsWith("unable to find ");
        return failure instanceof EngineException.StartFailure && !unknown
                ? "OCI runtime exec failed: exec failed: " + failure.getMessage() + ": unknown"
                : unknown ? String.valueOf(failure.getMessage()) : text(failure);
    }
}
