package sampan.core.network.graph;

import java.util.List;

/** As text, with branches. */
public final class GraphTree {
    private static final String BRANCH = "├─ ";
    private static final String LAST = "└─ ";
    private static final String PAST = "│  ";
    private static final String NOTHING = "   ";

    private final StringBuilder text = new StringBuilder();

    private GraphTree() {}

    public static String of(Graph graph) {
        GraphTree tree = new GraphTree();
        for (Graph.Net network : graph.networks()) {
            tree.text
                    .append(network.name())
                    .append("  ")
                    .append(network.about())
                    .append('\n');
            tree.members(network.members());
        }
        return tree.text.toString();
    }

    private void members(List<Graph.Member> members) {
        for (int i = 0; i < members.size(); i++) {
            boolean last = i == members.size() - 1;
            line("", last, members.get(i).shown());
            List<String> ports = members.get(i).ports();
            for (int port = 0; port < ports.size(); port++) {
                line(last ? NOTHING : PAST, port == ports.size() - 1, ports.get(port));
            }
        }
    }

    private void line(String indent, boolean last, String content) {
        text.append(indent).append(last ? LAST : BRANCH).append(content).append('\n');
    }
}
