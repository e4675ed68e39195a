package sampan.core.audit;

import java.time.Instant;
import java.util.Optional;
import sampan.core.container.Container;
import sampan.core.policy.Asker;
import sampan.core.policy.Rights;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that somebody did, or was not to do.
 *
 * @param asker who
 * @param rule that held for them; empty: none
 * @param operation in the words of its front door
 * @param target what it was done to, as it was called; may be empty
 * @param container that this is; empty: none, or none any more
 */
public record Deed(Asker asker, Optional<String> rule, String operation, String target, Optional<Named> container) {
    /** Longer texts tell no more. */
    private static final int LONGEST = 512;

    /** A container as it was called then. */
    public record Named(String id, String name) {
        public static Named of(Container container) {
            return new Named(container.id(), container.name());
        }
    }

    /** What became of it. */
    public enum Outcome {
        BEGUN,
        DONE,
        REFUSED,
        FAILED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Deed of(Asker asker, Rights rights, String operation, String target) {
        return new Deed(asker, rights.rule(), operation, target, Optional.empty());
    }

    public Deed to(Optional<Named> known) {
        return new Deed(asker, rule, operation, target, known);
    }

    /**
     * @param status of HTTP, or of a command
     * @param more of a refusal, why; of what was made, its id; may be empty
     */
    ObjectNode json(JsonMapper mapper, Instant time, Outcome outcome, int status, String more) {
        ObjectNode json = mapper.createObjectNode().put("time", time.toString()).put("outcome", outcome.word());
        asker.uid().ifPresent(uid -> json.put("uid", uid));
        asker.gid().ifPresent(gid -> json.put("gid", gid));
        if (asker.pid() > 0) {
            json.put("pid", asker.pid());
        }
        json.put("socket", cut(asker.socket()));
        rule.ifPresent(name -> json.put("rule", name));
        json.put("operation", cut(operation)).put("status", status);
        put(json, "target", target);
        container.ifPresent(known -> json.put("id", known.id()).put("name", cut(known.name())));
        put(json, outcome == Outcome.DONE ? "made" : "reason", more);
        return json;
    }

    private static void put(ObjectNode json, String key, String text) {
        if (!text.isEmpty()) {
            json.put(key, cut(text));
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
