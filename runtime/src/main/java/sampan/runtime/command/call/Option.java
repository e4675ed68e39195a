package sampan.runtime.command.call;

import java.util.List;

/**
 * One flag of a command.
 *
 * @param names the long one first: {@code bundle}, {@code b}
 * @param value what {@code --help} calls its value; empty: it has none
 */
public record Option(List<String> names, String value, String help) {
    public static Option of(String name, String help) {
        return new Option(List.of(name.split(",", -1)), "value", help);
    }

    public static Option bool(String name, String help) {
        return new Option(List.of(name.split(",", -1)), "", help);
    }

    String name() {
        return names.getFirst();
    }

    boolean isBoolean() {
        return value.isEmpty();
    }

    /** {@code --bundle value, -b value}. */
    public String shown() {
        String suffix = isBoolean() ? "" : " " + value;
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(name.length() == 1 ? "-" : "--")
                    .append(name)
                    .append(suffix);
        }
        return text.toString();
    }
}
