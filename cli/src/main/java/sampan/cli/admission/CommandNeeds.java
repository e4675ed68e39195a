package sampan.cli.admission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.Usage;
import sampan.core.policy.Need;

/** What each command takes of its caller. One that is not named here is for those who may do everything. */
final class CommandNeeds {
    private static final Map<String, Need> BY_NAME = new HashMap<>();

    static {
        all(Need.NOTHING, "version", "info", "system info");
        all(
                Need.LOOK,
                "ps",
                "container ls",
                "container inspect",
                "logs",
                "top",
                "stats",
                "port",
                "diff",
                "wait",
                "events",
                "images",
                "image ls",
                "image inspect",
                "history",
                "image history",
                "inspect",
                "volume ls",
                "volume inspect",
                "network ls",
                "network inspect");
        all(
                Need.CHANGE,
                "start",
                "stop",
                "restart",
                "kill",
                "pause",
                "unpause",
                "rename",
                "rm",
                "container rm",
                "container prune",
                "attach",
                "exec",
                "cp",
                "export",
                "update",
                "commit",
                "tag",
                "rmi",
                "volume create",
                "volume rm",
                "volume prune",
                "network create",
                "network rm",
                "network prune",
                "network connect",
                "network disconnect");
        all(Need.CREATE, "run", "create");
        all(Need.PULL, "pull", "image pull");
    }

    private CommandNeeds() {}

    private static void all(Need need, String... names) {
        List.of(names).forEach(name -> BY_NAME.put(name, need));
    }

    static Need of(Usage usage) {
        Need found = BY_NAME.get(usage.name());
        String plain = usage.name().startsWith("container ") ? usage.name().substring("container ".length()) : "";
        return found == null ? BY_NAME.getOrDefault(plain, Need.EVERYTHING) : found;
    }
}
