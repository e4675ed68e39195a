package sampan.runtime.command.look;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.json.GoJson;
import sampan.runtime.state.SavedContainer;
import sampan.runtime.state.StateFolder;

/** {@code list}: list the containers of the state folder. */
public final class ListCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS = List.of(
            Option.of("format,f", "\"table\" or \"json\" (default: \"table\")"),
            Option.bool("quiet,q", "show the ids only"));
    private static final List<String> COLUMNS = List.of("id", "pid", "status", "bundle", "created", "owner");
    private static final int NARROWEST = 12;
    private static final int GAP = 3;

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public String help() {
        return "list the containers of the state folder";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int least() {
        return 0;
    }

    @Override
    public int most() {
        return 0;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        List<Map<String, Object>> containers = containers(context);
        if (context.words().on("quiet")) {
            for (Map<String, Object> container : containers) {
                context.invocation().out(container.get("id") + "\n");
            }
            return 0;
        }
        switch (context.words().value("format").orElse("table")) {
            case "table" -> context.invocation().out(table(containers));
            case "json" -> context.invocation().out(GoJson.line(containers.isEmpty() ? null : containers) + "\n");
            default -> throw new RuntimeFailure("invalid format option");
        }
        return 0;
    }

    private static List<Map<String, Object>> containers(Context context) throws IOException {
        List<Map<String, Object>> found = new ArrayList<>();
        Optional<StateFolder> states = context.states();
        if (states.isEmpty()) {
            return found;
        }
        Owners owners = new Owners(context.invocation());
        try (StateFolder folder = states.get()) {
            for (String id : folder.ids()) {
                Optional<SavedContainer> saved = folder.find(id);
                if (saved.isPresent()) {
                    try (SavedContainer container = saved.get()) {
                        Optional<Loaded> loaded = Loaded.of(container, context.machine());
                        if (loaded.isPresent()) {
                            String owner = owners.name(loaded.get().record().owner());
                            found.add(StateView.of(loaded.get(), owner));
                        }
                    } catch (IOException unreadable) {
                        context.log().warning("load container " + id + ": " + unreadable.getMessage());
                    }
                }
            }
        }
        return found;
    }

    private static String table(List<Map<String, Object>> containers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"));
        for (Map<String, Object> container : containers) {
            rows.add(COLUMNS.stream()
                    .map(key -> String.valueOf(container.get(key)))
                    .toList());
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                boolean last = i == row.size() - 1;
                int room = last ? row.get(i).length() : Math.max(NARROWEST, width + GAP);
                text.append(row.get(i)).repeat(" ", room - row.get(i).length());
            }
            text.append('\n');
        }
        return text.toString();
    }
}
