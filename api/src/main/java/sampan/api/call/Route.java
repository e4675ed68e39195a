package sampan.api.call;

import java.io.IOException;
import java.util.Optional;
import sampan.api.http.Response;

/**
 * Which requests are calls of which operation. A path has at most one variable part, which may contain slashes: names of images do.
 *
 * @param before what the path begins with
 * @param after what it ends with
 * @param variable whether there is something between
 */
public record Route(String method, String before, String after, boolean variable, Operation operation) {
    /** Turns a call into an answer. */
    @FunctionalInterface
    public interface Operation {
        Response answer(Call call) throws IOException, InterruptedException;
    }

    /** @param pattern as in the specification: {@code GET /containers/{id}/json} */
    public static Route of(String pattern, Operation operation) {
        int blank = pattern.indexOf(' ');
        int open = pattern.indexOf('{');
        String method = pattern.substring(0, blank);
        return open < 0
                ? new Route(method, pattern.substring(blank + 1), "", false, operation)
                : new Route(
                        method,
                        pattern.substring(blank + 1, open),
                        pattern.substring(pattern.indexOf('}') + 1),
                        true,
                        operation);
    }

    /** As the specification has it, without the name of what is variable: {@code GET /containers/{}/json}. */
    public String pattern() {
        return method + " " + before + (variable ? "{}" : "") + after;
    }

    /** The variable part, empty when the path has none. */
    public Optional<String> match(String asked, String path) {
        if (!method.equals(asked)) {
            return Optional.empty();
        }
        if (!variable) {
            return path.equals(before) ? Optional.of("") : Optional.empty();
        }
        boolean fits =
                path.length() > before.length() + after.length() && path.startsWith(before) && path.endsWith(after);
        return fits ? Optional.of(path.substring(before.length(), path.length() - after.length())) : Optional.empty();
    }
}
