package sampan.cli.command;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import sampan.cli.flag.InvalidValue;
import sampan.cli.table.Template;
import sampan.core.config.ConfigJson;
import sampan.core.event.Event;
import tools.jackson.databind.node.ObjectNode;

/** One event as {@code events} prints it. */
interface EventLine {
    /** RFC 3339 with all nine digits. */
    DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX");

    int BAD_FORMAT = 64;

    String of(Event event) throws CommandFailure;

    /** @param format empty, {@code json}, or a template */
    static EventLine of(String format, ZoneId zone) throws CommandFailure {
        if (format.isEmpty()) {
            return event -> text(event, zone);
        }
        if (format.equals("json")) {
            return event -> event.json().toString();
        }
        try {
            Template template = Template.parse(format);
            return event -> apply(template, event);
        } catch (InvalidValue wrong) {
            throw bad(wrong);
        }
    }

    private static String text(Event event, ZoneId zone) {
        String line = TIME.format(event.time().atZone(zone)) + " "
                + event.type().word() + " " + event.action() + " " + event.actor();
        return event.attributes().isEmpty()
                ? line
                : line
                        + event.attributes().entrySet().stream()
                                .map(Map.Entry::toString)
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String apply(Template template, Event event) throws CommandFailure {
        try {
            return template.apply(fields(event));
        } catch (InvalidValue wrong) {
            throw bad(wrong);
        }
    }

    private static CommandFailure bad(InvalidValue wrong) {
        return new CommandFailure(BAD_FORMAT, "Error parsing format: " + wrong.getMessage());
    }

    /** Under the names that templates know them by. */
    private static ObjectNode fields(Event event) {
        ObjectNode json = event.json();
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        fields.put("Status", json.path("status").asString(""));
        fields.put("ID", json.path("id").asString(""));
        fields.put("From", json.path("from").asString(""));
        fields.set("Type", json.get("Type"));
        fields.set("Action", json.get("Action"));
        fields.set("Actor", json.get("Actor"));
        fields.set("Scope", json.get("scope"));
        fields.set("Time", json.get("time"));
        fields.set("TimeNano", json.get("timeNano"));
        return fields;
    }
}
