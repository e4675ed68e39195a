package sampan.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.cli.go.Types;
import sampan.cli.go.Value;

/** A template is a program of a user's that runs in the engine: it ends, it stays small, and it fails with a sentence. */
@Timeout(300)
final class HostileTemplateTest {
    private static final long STACK = 512 << 10;
    private static final Value DATA = new Value(
            Types.TREE,
            new TreeMap<>(Map.of(
                    "A", new Value(Types.ANY, Value.of("text")),
                    "B", new Value(Types.ANY, Value.of(List.of("x", "y"))),
                    "C", new Value(Types.ANY, null))));
    private static final String[] WORDS = {
        "{{",
        "}}",
        "{{-",
        "-}}",
        " ",
        ".",
        ".A",
        ".B",
        ".C",
        "$",
        "$x",
        ":=",
        "=",
        "|",
        "(",
        ")",
        ",",
        "if",
        "else",
        "end",
        "range",
        "with",
        "define",
        "template",
        "block",
        "break",
        "continue",
        "\"a\"",
        "\"%5d%s%q%v\"",
        "`b`",
        "'c'",
        "1",
        "-1",
        "1.5",
        "9e99",
        "nil",
        "true",
        "print",
        "printf",
        "println",
        "index",
        "slice",
        "len",
        "eq",
        "lt",
        "and",
        "or",
        "not",
        "json",
        "split",
        "join",
        "upper",
        "title",
        "pad",
        "truncate",
        "html",
        "js",
        "urlquery",
        "call",
        "\n",
        "\t",
        "/*",
        "*/",
        "\\",
        "\"",
        "'",
        "`",
        "é",
        "\0",
        "{",
        "}",
        "0x",
        "1_0"
    };

    @Test
    void anyWordsGiveAnOutputOrASentence() {
        Random random = new Random(20260821);
        for (int round = 0; round < 60_000; round++) {
            StringBuilder source = new StringBuilder(random.nextBoolean() ? "{{" : "");
            for (int length = random.nextInt(14); length >= 0; length--) {
                source.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(3) == 0 ? " " : "");
            }
            source.append(random.nextBoolean() ? "}}" : "").append(random.nextInt(3) == 0 ? "{{end}}" : "");
            assertThat(parseAndExecute(source.toString())).as(source.toString()).isNotNull();
        }
    }

    /** On as small a stack as the engine's threads have. */
    private static String outcome(String source) {
        FutureTask<String> task = new FutureTask<>(() -> parseAndExecute(source));
        Thread.ofPlatform().stackSize(STACK).start(task);
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(source, failed);
        }
    }

    private static String parseAndExecute(String source) {
        try {
            return Template.parse(source).execute(DATA);
        } catch (TemplateError wrong) {
            assertThat(wrong.getMessage()).startsWith("template: ");
            return wrong.getMessage();
        }
    }

    private static String ending(String source) {
        String outcome = outcome(source);
        return outcome.substring(Math.max(0, outcome.length() - 100));
    }

    @Test
    void deepNestingIsRefused() {
        for (String[] ends : List.<String[]>of(
                new String[] {"(", "1", ")"},
                new String[] {"if 1}}{{", "1", "}}{{end"},
                new String[] {"range 1}}{{", "1", "}}{{end"},
                new String[] {"if 0}}{{else ", "if 1", ""})) {
            String source = "{{" + ends[0].repeat(50_000) + ends[1] + ends[2].repeat(50_000) + "}}";
            assertThat(outcome(source)).contains("nested too deeply");
        }
        assertThat(outcome("{{" + "(".repeat(90) + "1" + ")".repeat(90) + "}}")).isEqualTo("1");
        assertThat(outcome("{{1" + " | print".repeat(5000) + "}}")).isEqualTo("1");
    }

    @Test
    void aTemplateThatCallsItselfForEverIsStopped() {
        assertThat(outcome("{{define \"x\"}}{{template \"x\" .}}{{end}}{{template \"x\" .}}"))
                .endsWith("exceeded maximum template depth (300)");
        assertThat(
                        outcome(
                                "{{define \"x\"}}{{if .}}{{with .}}{{template \"x\" .}}{{end}}{{end}}{{end}}{{template \"x\" .}}"))
                .endsWith("exceeded maximum template depth (300)");
    }

    @Test
    void whatTakesTooLongIsStopped() {
        assertThat(outcome("{{range 9223372036854775807}}{{end}}")).endsWith("the template takes too long");
        assertThat(outcome("{{range 100000}}{{range 100000}}{{end}}{{end}}")).endsWith("the template takes too long");
    }

    @Test
    void whatGrowsTooLongIsStopped() {
        for (String source : List.of(
                "{{$x := \"aa\"}}{{range 60}}{{$x = print $x $x}}{{end}}",
                "{{range 1000000}}{{printf \"%1000000d\" 1}}{{end}}",
                "{{printf \"" + "%1000000[1]d".repeat(1000) + "\" 1}}",
                "{{pad \"a\" 1000000000 1000000000}}",
                "{{printf \"%.1000000f\" 1.5}}{{range 1000}}{{printf \"%*d\" 1000000 1}}{{end}}")) {
            assertThat(ending(source)).endsWith("the output is too long");
        }
        assertThat(outcome("{{printf \"%1000000001d\" 1}}")).startsWith("%!(NOVERB)");
        assertThat(outcome("{{len (split (printf \"%100000d\" 1) \"\")}}")).isEqualTo("100000");
    }

    @Test
    void aThreadThatIsInterruptedStops() throws InterruptedException {
        Thread thread = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(() -> Template.parse("{{range 9000000000}}{{range 9000}}{{end}}{{end}}")
                                .execute(DATA))
                        .isInstanceOf(TemplateError.class));
        thread.interrupt();
        assertThat(thread.join(Duration.ofMinutes(5))).isTrue();
    }
}
