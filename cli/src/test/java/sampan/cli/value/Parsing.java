package sampan.cli.value;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ValueParser;

/** What the tests of this package share. */
final class Parsing {
    private Parsing() {}

    static void assertRefused(ValueParser<?> parser, String text, String message) {
        assertThatThrownBy(() -> parser.parse(text))
                .isInstanceOf(InvalidValue.class)
                .hasMessage(message);
    }
}
