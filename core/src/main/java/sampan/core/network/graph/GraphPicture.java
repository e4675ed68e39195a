package sampan.core.network.graph;

/** As an SVG picture: ports of the host on the left, a line from each to its container, containers in their networks. */
public final class GraphPicture {
    private static final int WIDTH = 820;
    private static final int MARGIN = 20;
    private static final int CARD = 290;
    private static final int HEADER = 46;
    private static final int ROW = 40;
    private static final int PORT = 26;
    private static final int LETTERS = 34;

    private final StringBuilder body = new StringBuilder();
    private int y = MARGIN;

    private GraphPicture() {}

    public static String of(Graph graph) {
        GraphPicture picture = new GraphPicture();
        picture.label(MARGIN, picture.y + 14, "head", "this host's ports");
        picture.label(CARD, picture.y + 14, "head", "networks and containers");
        picture.y += 28;
        graph.networks().forEach(picture::network);
        return picture.whole();
    }

    private String whole() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <style>
                .card{fill:#f3f6fa;stroke:#8aa4c0}.box{fill:#fff;stroke:#4a6d8c}.idle{fill:#fff;stroke:#bbb;stroke-dasharray:4 3}
                .port{fill:#e4f3e6;stroke:#3f8f4f}.wire{fill:none;stroke:#3f8f4f;stroke-width:1.5}
                .head{fill:#667;font-size:12px}.name{fill:#1d3347;font-weight:bold}.about{fill:#567;font-size:12px}.text{fill:#222}
                </style>
                <rect width="%d" height="%d" fill="#fff"/>
                %s</svg>
                """.formatted(WIDTH, y, WIDTH, y, WIDTH, y, body);
    }

    private void network(Graph.Net network) {
        int height = HEADER;
        for (Graph.Member member : network.members()) {
            height += rowOf(member);
        }
        rectangle("card", new Area(CARD, y, WIDTH - CARD - MARGIN, height + 6), 8);
        label(CARD + 14, y + 20, "name", shortened(network.name(), LETTERS));
        label(CARD + 14, y + 37, "about", shortened(network.about(), 72));
        int row = y + HEADER;
        for (Graph.Member member : network.members()) {
            member(member, row);
            row += rowOf(member);
        }
        y += height + 6 + MARGIN;
    }

    private static int rowOf(Graph.Member member) {
        return Math.max(ROW, member.ports().size() * PORT + 14);
    }

    private void member(Graph.Member member, int top) {
        int height = rowOf(member) - 8;
        rectangle(member.running() ? "box" : "idle", new Area(CARD + 40, top, WIDTH - CARD - MARGIN - 60, height), 5);
        label(CARD + 54, top + height / 2 + 5, "text", shortened(member.shown(), 62));
        for (int i = 0; i < member.ports().size(); i++) {
            int middle = top + height / 2 + (2 * i - member.ports().size() + 1) * PORT / 2;
            rectangle("port", new Area(MARGIN, middle - 10, 210, 20), 10);
            label(MARGIN + 12, middle + 4, "text", shortened(member.ports().get(i), LETTERS));
            body.append("<path class=\"wire\" d=\"M%d %d H%d\"/>%n".formatted(MARGIN + 210, middle, CARD + 40));
        }
    }

    private record Area(int x, int top, int width, int height) {}

    private void rectangle(String kind, Area area, int round) {
        body.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>%n"
                .formatted(kind, area.x(), area.top(), area.width(), area.height(), round));
    }

    private void label(int x, int baseline, String kind, String content) {
        body.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n".formatted(kind, x, baseline, escaped(content)));
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
