package sampan.core.top;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;

/** Options of ps(1), as a user gave them. */
record PsOptions(List<String> words) {
    /** A column under the title of the pids. */
    private static final Pattern TITLED = Pattern.compile("\\s+(\\S*)=\\s*(PID\\S*)");

    static PsOptions parse(String text) {
        Matcher titled = TITLED.matcher(text);
        while (titled.find()) {
            if (!titled.group(1).equals("pid")) {
                throw new EngineException.SystemError(
                        "specifying \"" + titled.group(1) + "=" + titled.group(2) + "\" is not allowed", null);
            }
        }
        return new PsOptions(
                Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList());
    }
}
