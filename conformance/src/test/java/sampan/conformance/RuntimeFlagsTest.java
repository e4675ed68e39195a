package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the installed runc and crun say of themselves, command by command: {@code sampan-runtime} has each of their flags. */
final class RuntimeFlagsTest extends RuntimeTest {
    private static final String CRUN = "/usr/bin/crun";
    private static final Pattern RUNC_COMMAND = Pattern.compile("(?m)^ {3}([a-z]+)(?:, [a-z])? {2,}\\S");
    private static final Pattern RUNC_FLAG =
            Pattern.compile("(?m)^ {3}(--[a-z0-9-]+(?: value)?(?:, -[a-z](?: value)?)?)(?: {2,}|$)");
    private static final Pattern CRUN_COMMAND = Pattern.compile("(?m)^\\t([a-z]+) +- ");
    private static final Pattern CRUN_FLAG = Pattern.compile("(?m)^ {2}(?:-(\\w), | {4})--([a-z-]+)(\\[?=\\w+)?");

    /** Of the program itself, not of a container. */
    private static final Set<String> ABOUT_ITSELF = Set.of("help", "usage", "version");

    @Test
    void everyCommandOfRuncHasEveryFlagOfRunc() throws Exception {
        String overview = said(BesideRunc.RUNC, "--help");
        assertThat(flags(bundle.run("--help").succeeds().out())).containsAll(flags(overview));
        Set<String> commands = found(RUNC_COMMAND, overview.substring(overview.indexOf("COMMANDS:")));
        commands.remove("help");
        assertThat(commands).hasSizeGreaterThan(15);
        for (String command : commands) {
            Set<String> theirs = flags(said(BesideRunc.RUNC, command, "--help"));
            assertThat(flags(help(command))).as(command).containsAll(theirs);
            for (String flag : theirs) {
                for (String name : flag.split(", ")) {
                    taken(command, name.replace("value", "1"));
                }
            }
        }
    }

    @Test
    void everyCommandOfCrunHasEveryFlagOfCrun() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(CRUN)), "there is no crun");
        String overview = said(CRUN, "--help");
        for (Matcher flag = CRUN_FLAG.matcher(overview); flag.find(); ) {
            if (!ABOUT_ITSELF.contains(flag.group(2))) {
                List<String> words = words(flag);
                assertThat(bundle.runWith(words, "--version").code())
                        .as("%s", words)
                        .isZero();
            }
        }
        Set<String> commands = found(CRUN_COMMAND, overview);
        assertThat(commands).hasSizeGreaterThan(10);
        for (String command : commands) {
            String page = said(CRUN, command, "--help");
            for (Matcher flag = CRUN_FLAG.matcher(page); flag.find(); ) {
                if (!ABOUT_ITSELF.contains(flag.group(2))) {
                    taken(command, String.join(" ", words(flag)));
                    if (flag.group(1) != null) {
                        taken(command, "-" + flag.group(1) + (takesValue(flag) ? " 1" : ""));
                    }
                }
            }
        }
    }

    @Test
    void whatNeitherHasIsRefusedByItsName() {
        for (String command : List.of("create", "start", "run", "exec", "kill", "list", "update")) {
            Sampan.Result refused = bundle.run(command, "--nothing-of-that-name", "x");
            assertThat(refused.code()).as(command).isEqualTo(1);
            assertThat(refused.err()).contains("flag provided but not defined: -nothing-of-that-name");
        }
    }

    @Test
    void manyAreSignalledAndDeletedByAnExpression() throws IOException {
        bundle.runs("sleep", "100");
        for (String id : List.of("many-1", "many-2", "other")) {
            bundle.cgroup("/sampan-flags-" + id).runs("sleep", "100");
            bundle.run("run", "-d", id).succeeds();
        }
        try {
            bundle.run("kill", "--regex", "^many-[0-9]$", "KILL").succeeds();
            bundle.run("delete", "--force", "--regex", "^many-").succeeds();
            assertThat(bundle.run("list", "-q").succeeds().out()).isEqualTo("other\n");
            assertThat(bundle.run("delete", "--regex", "(").err()).contains("invalid regular expression");
            bundle.run("delete", "--regex", "nobody").succeeds();
        } finally {
            bundle.run("delete", "--force", "--regex", ".").succeeds();
        }
        assertThat(bundle.run("list", "-q").succeeds().out()).isEmpty();
    }

    @Test
    void aStartingConfigurationMayHaveAnotherName() throws IOException {
        Path file = bundle.folder().resolve("other.json");
        bundle.run("spec", "--file", file.toString()).succeeds();
        assertThat(file).content().contains("\"ociVersion\"");
        assertThat(bundle.run("spec", "-f", file.toString()).err()).contains("exists. Remove it first");
    }

    /** Read, as a flag with its value, before the help is asked for. */
    private void taken(String command, String flag) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(flag.split(" ")));
        line.add("--help");
        Sampan.Result result = bundle.run(line.toArray(String[]::new));
        assertThat(result.code()).as("%s: %s", line, result.err()).isZero();
    }

    private String help(String command) {
        return bundle.run(command, "--help").succeeds().out();
    }

    private static List<String> words(Matcher flag) {
        List<String> words = new ArrayList<>(List.of("--" + flag.group(2)));
        if (takesValue(flag)) {
            words.add(value(flag.group(2)));
        }
        return words;
    }

    /** One that is right, where it is looked at as soon as it is read. */
    private static String value(String flag) {
        return switch (flag) {
            case "log-format" -> "json";
            case "log" -> "/dev/null";
            case "cgroup-manager" -> "cgroupfs";
            case "rootless" -> "auto";
            case "root" -> "/tmp";
            default -> "1";
        };
    }

    private static boolean takesValue(Matcher flag) {
        return flag.group(3) != null && !flag.group(3).startsWith("[");
    }

    private static Set<String> flags(String page) {
        int options = page.indexOf("OPTIONS:");
        return options < 0 ? new TreeSet<>() : found(RUNC_FLAG, page.substring(options));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .filter(flag -> ABOUT_ITSELF.stream().noneMatch(itself -> flag.startsWith("--" + itself)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String said(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
