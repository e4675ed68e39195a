package sampan.cli.template;

import java.nio.charset.StandardCharsets;
import sampan.cli.go.Quoting;

/** Where an execution is, for its errors. */
final class Place {
    private final String name;
    private final String source;
    private String executing;
    private Node node = new Node.Dot(0);

    Place(String name, String source) {
        this.name = name;
        this.source = source;
        executing = name;
    }

    void at(Node reached) {
        node = reached;
    }

    /** @return the template that was executed until now */
    String enter(String template) {
        String before = executing;
        executing = template;
        return before;
    }

    TemplateError error(String message) {
        int at = Math.min(node.at(), source.length());
        int lineStart = source.lastIndexOf('\n', at - 1) + 1;
        long line = 1 + source.substring(0, at).chars().filter(c -> c == '\n').count();
        int column = source.substring(lineStart, at).getBytes(StandardCharsets.UTF_8).length;
        return new TemplateError("template: " + name + ":" + line + ":" + column + ": executing "
                + Quoting.quote(executing) + " at <" + node + ">: " + message);
    }
}
