package sampan.core.network.explain;

/** The text of an explanation: titles, numbered steps, and the rules that were asked at each. */
final class Story {
    private final StringBuilder text = new StringBuilder();
    private int steps;

    void title(String line) {
        text.append(line).append('\n');
    }

    void section(String line) {
        text.append('\n').append(line).append('\n');
        steps = 0;
    }

    void step(String line) {
        steps++;
        text.append("%4d  %s%n".formatted(steps, line));
    }

    void rule(String line) {
        text.append("        ").append(line).append('\n');
    }

    void line(String line) {
        text.append("  ").append(line).append('\n');
    }

    String text() {
        return text.toString();
    }
}
