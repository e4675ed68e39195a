package sampan.core.container.state;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;

/** A container's name, without Docker's leading slash. It is a name only: never part of a path. */
public final class ContainerName {
    private static final String CHARACTERS = "[a-zA-Z0-9][a-zA-Z0-9_.-]";
    private static final Pattern VALID = Pattern.compile(CHARACTERS + "+");

    private ContainerName() {}

    /** The name as asked for, with or without the slash. */
    public static String parse(String asked) {
        String name = asked.startsWith("/") ? asked.substring(1) : asked;
        if (!VALID.matcher(name).matches()) {
            throw new EngineException.InvalidArgument(
                    "Invalid container name (" + asked + "), only " + CHARACTERS + " are allowed");
        }
        return name;
    }

    /** @param owner the id of the container that has the name; null: none has */
    public static void refuseTaken(String name, @Nullable String owner) {
        if (owner != null) {
            throw new EngineException.Conflict("Conflict. The container name \"/" + name
                    + "\" is already in use by container \"" + owner
                    + "\". You have to remove (or rename) that container to be able to reuse that name.");
        }
    }
}
