package sampan.core.health;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is known of a container's health, as {@code docker inspect} shows it.
 *
 * @param status starting, healthy or unhealthy
 * @param failingStreak failures since the last success that count
 * @param log the last five results, the oldest first
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Health(String status, int failingStreak, List<Result> log) {
    public static final String STARTING = "starting";
    public static final String HEALTHY = "healthy";
    public static final String UNHEALTHY = "unhealthy";

    /** Of a container that nobody has looked at. */
    public static final Health UNKNOWN = new Health(STARTING, 0, List.of());

    private static final int KEPT = 5;

    public Health {
        log = List.copyOf(log);
    }

    /**
     * One check.
     *
     * @param start in RFC 3339, as {@code end}
     * @param exitCode 0: healthy; -1: it took too long, or could not be run
     * @param output at most 4096 bytes
     */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Result(String start, String end, int exitCode, String output) {}

    /** Its container is started: the results of earlier runs stay in the log. */
    Health restarted() {
        return new Health(STARTING, 0, log);
    }

    /** Nobody looks any more. */
    Health unwatched() {
        return new Health(UNHEALTHY, failingStreak, log);
    }

    Health with(String newStatus, int streak, Result result) {
        List<Result> results = new ArrayList<>(log);
        results.add(result);
        return new Health(newStatus, streak, results.subList(Math.max(0, results.size() - KEPT), results.size()));
    }
}
