package sampan.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FlagParserTest {
    private static final Flag<Boolean> INTERACTIVE =
            Flag.bool("interactive", "").shorthand('i');
    private static final Flag<Boolean> TTY = Flag.bool("tty", "").shorthand('t');
    private static final Flag<Boolean> RM = Flag.bool("rm", "");
    private static final Flag<String> ENV = Flag.list("env", "").shorthand('e');
    private static final Flag<Long> MEMORY = Flag.number("memory", "").shorthand('m');
    private static final List<Flag<?>> FLAGS = List.of(INTERACTIVE, TTY, RM, ENV, MEMORY);

    @Test
    void readsEveryWayToWriteAFlag() throws UsageError {
        ParsedFlags parsed = parse("-it", "-eA=1", "-e", "B=2", "--env=C", "--env", "D", "-e=E", "-tm", "5", "image");
        assertThat(parsed.on(INTERACTIVE)).isTrue();
        assertThat(parsed.on(TTY)).isTrue();
        assertThat(parsed.values(ENV)).containsExactly("A=1", "B=2", "C", "D", "E");
        assertThat(parsed.value(MEMORY)).contains(5L);
        assertThat(parsed.operands()).containsExactly("image");
    }

    @Test
    void aSwitchTakesAValueOnlyAfterAnEqualsSign() throws UsageError {
        ParsedFlags parsed = parse("--rm=false", "-t=0", "--interactive", "false");
        assertThat(parsed.on(RM)).isFalse();
        assertThat(parsed.given(RM)).isTrue();
        assertThat(parsed.on(TTY)).isFalse();
        assertThat(parsed.on(INTERACTIVE)).isTrue();
        assertThat(parsed.operands()).containsExactly("false");
    }

    @Test
    void aValueMayLookLikeAFlag() throws UsageError {
        assertThat(parse("-e", "-i", "-m", "-1", "-e", "--", "--env", "").values(ENV))
                .containsExactly("-i", "--", "");
    }

    @Test
    void flagsEndAtTheFirstOperandWhenACommandFollows() throws UsageError {
        ParsedFlags parsed = new FlagParser(FLAGS, true).parse(List.of("-i", "image", "ls", "-t", "--", "--rm"));
        assertThat(parsed.operands()).containsExactly("image", "ls", "-t", "--", "--rm");
        assertThat(parsed.on(TTY)).isFalse();
    }

    @Test
    void otherwiseFlagsAndOperandsMix() throws UsageError {
        ParsedFlags parsed = parse("a", "-t", "-", "--", "-i");
        assertThat(parsed.operands()).containsExactly("a", "-", "-i");
        assertThat(parsed.on(TTY)).isTrue();
    }

    @Test
    void theLastValueWins() throws UsageError {
        assertThat(parse("-m1", "-m", "2").value(MEMORY)).contains(2L);
    }

    @Test
    void helpIsAlwaysThere() throws UsageError {
        assertThat(parse("--help").helpAsked()).isTrue();
        assertThat(parse("-ih").helpAsked()).isTrue();
    }

    @Test
    void errorsNameTheFlagAsItWasWritten() {
        assertFails("unknown flag: --foo", "--foo", "x");
        assertFails("unknown flag: --foo", "--foo=bar");
        assertFails("unknown shorthand flag: 'x' in -x", "-x");
        assertFails("unknown shorthand flag: 'x' in -x", "-itx");
        assertFails("unknown shorthand flag: 'n' in -name", "-name", "x");
        assertFails("flag needs an argument: --memory", "--memory");
        assertFails("flag needs an argument: 'm' in -m", "-tm");
        assertFails("bad flag syntax: ---x", "---x");
        assertFails("bad flag syntax: --=x", "--=x");
    }

    @Test
    void aBadValueIsQuotedAndTheFirstErrorWins() {
        assertFails(
                "invalid argument \"maybe\" for \"--rm\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax",
                "--rm=maybe",
                "--foo");
        assertFails(
                "invalid argument \"a\\n\\\"b\" for \"-m, --memory\" flag: strconv.ParseInt: parsing \"a\\n\\\"b\": invalid syntax",
                "-m",
                "a\n\"b");
        assertFails(
                "invalid argument \"99999999999999999999\" for \"-m, --memory\" flag: strconv.ParseInt: parsing"
                        + " \"99999999999999999999\": value out of range",
                "-m99999999999999999999");
    }

    @Test
    void aHugeNumberIsRefusedAtOnce() {
        assertThatThrownBy(() -> parse("-m", "9".repeat(1 << 20)))
                .isInstanceOf(UsageError.class)
                .hasMessageEndingWith("value out of range");
    }

    private static ParsedFlags parse(String... words) throws UsageError {
        return new FlagParser(FLAGS, false).parse(List.of(words));
    }

    private static void assertFails(String message, String... words) {
        assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageError.class).hasMessage(message);
    }
}
