package sampan.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sampan.cli.command.Catalogue;
import sampan.cli.command.Commands;
import sampan.cli.context.ContextProgram;
import sampan.cli.flag.Flag;
import sampan.cli.flag.HelpText;
import sampan.cli.flag.Usage;
import sampan.core.system.Release;

/** Manual pages in the man(7) language, made of what {@code --help} is made of. */
final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** Of the program as a whole. */
    static String overview() {
        ManPage page = new ManPage();
        page.head("sampan", "a container engine that shows how it is done");
        page.section("SYNOPSIS").line(".B sampan").text("[OPTIONS] COMMAND [ARG...]");
        page.section("DESCRIPTION")
                .text("Sampan runs containers on Linux with Docker's commands, flags and output. "
                        + "An engine starts when the first command needs one, and ends when it has been idle.");
        page.section("COMMANDS");
        Catalogue.topLevel().forEach(name -> page.term("sampan-" + name + "(1)", summary(name)));
        Catalogue.groups().forEach((group, summary) -> {
            page.line(".SS " + escaped(summary));
            Catalogue.members(group)
                    .forEach(name -> page.term("sampan-" + group + "-" + name + "(1)", summary(group + " " + name)));
        });
        page.line(".SS " + escaped("Manage contexts"));
        ContextProgram.usages().forEach((name, usage) -> page.term("sampan-context-" + name + "(1)", usage.headline()));
        page.flags("GLOBAL OPTIONS", Words.GLOBAL);
        page.section("FILES");
        page.term("/var/lib/sampan", "Images, containers and volumes of the engine (--data-root)");
        page.term("/run/sampan", "Sockets of the engine (--exec-root)");
        page.term("/etc/sampan/daemon.json", "Configuration of the engine");
        return page.page.toString();
    }

    private static String summary(String words) {
        return Commands.find(words).map(command -> command.usage().headline()).orElse("");
    }

    /** @param usage under the words by which it is called here */
    static String of(Usage usage) {
        ManPage page = new ManPage();
        String name = Overview.PROGRAM + " " + usage.name();
        page.head(name.replace(' ', '-'), usage.headline());
        String rest = usage.line(Overview.PROGRAM).substring(name.length()).strip();
        page.section("SYNOPSIS").line(".B " + escaped(name)).text(rest);
        page.section("DESCRIPTION");
        usage.summary().lines().forEach(line -> page.text(line).line(".br"));
        if (!usage.aliases().isEmpty()) {
            page.section("ALIASES")
                    .text(usage.aliases().stream()
                            .map(alias -> Overview.PROGRAM + " " + alias)
                            .collect(Collectors.joining(", ")));
        }
        if (!usage.flags().isEmpty()) {
            page.flags("OPTIONS", usage.flags());
        }
        page.section("SEE ALSO").line(".BR sampan (1)");
        return page.page.toString();
    }

    /** All pages by their file's name. */
    static Map<String, String> all() {
        Map<String, String> pages = new java.util.TreeMap<>();
        pages.put("sampan.1", overview());
        ContextProgram.usages().forEach((name, usage) -> pages.put("sampan-context-" + name + ".1", of(usage)));
        Catalogue.topLevel().forEach(name -> put(pages, name));
        Catalogue.groups()
                .keySet()
                .forEach(group -> Catalogue.members(group).forEach(name -> put(pages, group + " " + name)));
        return pages;
    }

    private static void put(Map<String, String> pages, String words) {
        Commands.find(words)
                .ifPresent(command -> pages.put(
                        "sampan-" + words.replace(' ', '-') + ".1",
                        of(command.usage().named(words))));
    }

    private void head(String name, String summary) {
        line(".TH \"" + escaped(name).toUpperCase(Locale.ROOT) + "\" 1 \"\" \"Sampan " + Release.VERSION
                + "\" \"Sampan\"");
        line(".nh").line(".ad l");
        section("NAME").text(name + " - ");
        text(summary);
    }

    private ManPage section(String title) {
        return line(".SH " + title);
    }

    private void term(String name, String meaning) {
        line(".TP").line(".B " + escaped(name)).text(meaning);
    }

    private void flags(String title, List<Flag<?>> flags) {
        section(title);
        flags.stream().sorted(Comparator.comparing(Flag::name)).forEach(flag -> {
            String letter = flag.shorthand().isEmpty() ? "" : "\\fB\\-" + flag.shorthand() + "\\fR, ";
            String value = flag.isSwitch() ? "" : " \\fI" + escaped(flag.type()) + "\\fR";
            line(".TP").line(letter + "\\fB" + escaped("--" + flag.name()) + "\\fR" + value);
            text(HelpText.meaning(flag));
        });
    }

    private ManPage line(String line) {
        page.append(line).append('\n');
        return this;
    }

    /** Of the user's, and so no request to the formatter. */
    private ManPage text(String text) {
        String safe = escaped(text);
        boolean request = safe.startsWith(".") || safe.startsWith("'");
        return safe.isEmpty() ? this : line(request ? "\\&" + safe : safe);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace('\n', ' ');
    }
}
