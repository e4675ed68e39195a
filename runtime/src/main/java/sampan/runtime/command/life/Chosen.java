package sampan.runtime.command.life;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.state.StateFolder;

/** The containers that a command is for: the named one, or with crun's {@code --regex} all whose names the expression finds something in. */
final class Chosen {
    static final Option REGEX =
            Option.bool("regex,r", "the name is a regular expression, for all containers that match");

    private Chosen() {}

    /** What is done to one of them. */
    @FunctionalInterface
    interface Deed {
        int to(String id) throws IOException, RuntimeFailure;
    }

    /** As in crun, those that cannot be served are no more than a warning where many are meant. */
    static int each(Context context, Deed deed) throws IOException, RuntimeFailure {
        if (!context.words().on("regex")) {
            return deed.to(context.id());
        }
        Predicate<String> matching = matching(context.words().operands().getFirst());
        for (String id : ids(context)) {
            if (matching.test(id)) {
                try {
                    deed.to(id);
                } catch (RuntimeFailure failed) {
                    context.log().warning(id + ": " + failed.getMessage());
                }
            }
        }
        return 0;
    }

    private static Predicate<String> matching(String expression) throws RuntimeFailure {
        try {
            return Pattern.compile(expression).asPredicate();
        } catch (PatternSyntaxException wrong) {
            throw new RuntimeFailure("invalid regular expression: " + wrong.getDescription());
        }
    }

    private static List<String> ids(Context context) throws IOException {
        Optional<StateFolder> states = context.states();
        if (states.isEmpty()) {
            return List.of();
        }
        try (StateFolder folder = states.get()) {
            return folder.ids();
        }
    }
}
