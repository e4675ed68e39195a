package sampan.cli.command.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.top.ProcessList;

/** {@code top}: the processes of a container. */
public final class TopCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "top",
                    "[CONTAINER [ps OPTIONS]]",
                    "Display the running processes of a container, or a live screen of all containers")
            .aliases("container top", "top")
            .commandFollowing();

    private static final int NARROWEST = 20;
    private static final int GAP = 3;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        if (call.operands().isEmpty()) {
            return LiveScreen.run(call);
        }
        Container container = call.engine().containers().find(call.operands().getFirst());
        String options =
                String.join(" ", call.operands().subList(1, call.operands().size()));
        ProcessList list = call.session().await(() -> container.top(options));
        call.out().print(table(list));
        return 0;
    }

    /** Columns as wide as the widest of their cells, and no narrower than what ps's numbers need. */
    private static String table(ProcessList list) {
        List<List<String>> rows = new ArrayList<>(List.of(list.titles()));
        rows.addAll(list.processes());
        int[] widths = new int[list.titles().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size() - 1; column++) {
                int width = row.get(column).codePointCount(0, row.get(column).length()) + GAP;
                widths[column] = Math.max(Math.max(NARROWEST, width), widths[column]);
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size() - 1; column++) {
                String cell = row.get(column);
                text.append(cell).repeat(' ', widths[column] - cell.codePointCount(0, cell.length()));
            }
            text.append(row.getLast()).append('\n');
        }
        return text.toString();
    }
}
