package sampan.cli.command.system;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import sampan.cli.call.CommandFailure;
import sampan.cli.go.DockerTypes;
import sampan.cli.go.GoJson;
import sampan.cli.template.Template;
import sampan.cli.template.TemplateError;
import sampan.core.event.Event;

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
        } catch (TemplateError wrong) {
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
            return template.execute(GoJson.decode(DockerTypes.of("*events.Message"), event.json()));
        } catch (TemplateError wrong) {
            throw bad(wrong);
        }
    }

    private static CommandFailure bad(TemplateError wrong) {
        return new CommandFailure(BAD_FORMAT, "Error parsing format: " + wrong.getMessage());
    }
}
