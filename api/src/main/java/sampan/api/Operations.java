package sampan.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final List<String> patterns;
    /** Of routes without a variable part, by their patterns. */
    private final Map<String, Integer> fixed = new HashMap<>();

    private final List<Integer> variable = new ArrayList<>();

    /** @param routes those without a variable part come before all that would fit their paths too */
    Operations(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.patterns = routes.stream().map(Route::pattern).toList();
        for (int index = 0; index < routes.size(); index++) {
            if (routes.get(index).variable()) {
                variable.add(index);
            } else {
                fixed.putIfAbsent(patterns.get(index), index);
            }
        }
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
        Optional<String> version = named ? Optional.of(versioned.group(1)) : Optional.empty();
        Integer known = fixed.get(request.method() + " " + path);
        if (known != null) {
            return Optional.of(meant(known, "", request, version));
        }
        for (int index : variable) {
            Optional<String> part = routes.get(index).match(request.method(), path);
            if (part.isPresent()) {
                return Optional.of(meant(index, part.get(), request, version));
            }
        }
        return Optional.empty();
    }

    private Meant meant(int index, String part, Request request, Optional<String> version) {
        String pattern = patterns.get(index);
        return new Meant(index, pattern, Needs.of(pattern, request), part, version);
    }
}
