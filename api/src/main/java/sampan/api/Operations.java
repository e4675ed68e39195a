package sampan.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.api.call.Route;
import sampan.api.http.Request;
import sampan.core.policy.Need;

/** Which operation a request means: the same for whoever asks. */
final class Operations {
    private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");

    private final List<Route> routes;

    Operations(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * An operation, and what it is asked to be done to.
     *
     * @param index of its route
     * @param pattern such as {@code POST /containers/{}/start}
     * @param variable what stands for the braces; empty without any
     * @param version of the API; empty when none is named
     */
    record Meant(int index, String pattern, Need need, String variable, Optional<String> version) {
        /** What it is about, for people. */
        String target(Request request) {
            if (!variable.isEmpty()) {
                return variable;
            }
            return switch (need) {
                case CREATE -> request.parameter("name").orElse("");
                case PULL -> request.parameter("fromImage").orElse("");
                case NOTHING, LOOK, CHANGE, EVERYTHING -> "";
            };
        }

        boolean isOfContainer() {
            return pattern.contains("/containers/{}");
        }
    }

    /** Empty: there is no such operation. */
    Optional<Meant> find(Request request) {
        Matcher versioned = VERSIONED.matcher(request.path());
        boolean named = versioned.matches();
        String path = named ? versioned.group(2) : request.path();
        for (int index = 0; index < routes.size(); index++) {
            Route route = routes.get(index);
            Optional<String> variable = route.match(request.method(), path);
            if (variable.isPresent()) {
                return Optional.of(new Meant(
                        index,
                        route.pattern(),
                        Needs.of(route.pattern(), request),
                        variable.get(),
                        named ? Optional.of(versioned.group(1)) : Optional.empty()));
            }
        }
        return Optional.empty();
    }
}
