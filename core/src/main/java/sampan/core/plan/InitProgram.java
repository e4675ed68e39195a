package sampan.core.plan;

import java.util.ArrayList;
import java.util.List;

/** {@code --init}: a first process that passes signals on and reaps orphans. */
final class InitProgram {
    static final String PATH = "/sbin/docker-init";

    private InitProgram() {}

    static List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(List.of(PATH, "--"));
        whole.addAll(command);
        return whole;
    }
}
