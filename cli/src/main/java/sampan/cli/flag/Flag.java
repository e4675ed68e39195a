package sampan.cli.flag;

import java.util.Optional;
import sampan.core.error.Quoted;

/**
 * One flag of a command. A constant: what a command line says about it is in {@link ParsedFlags}.
 *
 * @param shorthand one letter, or empty
 * @param type what help calls the value, empty for a switch
 * @param initial what help shows as the default, empty for none
 * @param refusal why using it is an error, if it is
 */
public record Flag<T>(
        String name,
        String shorthand,
        String type,
        String initial,
        String help,
        ValueParser<T> parser,
        Optional<Refusal> refusal) {

    /** A class and not a lambda, as each command line needs it: the JVM makes a lambda's class when it comes by. So the others. */
    private enum Plain implements ValueParser<String> {
        TEXT;

        @Override
        public String parse(String text) {
            return text;
        }
    }

    private enum Switch implements ValueParser<Boolean> {
        ON_OR_OFF;

        @Override
        public Boolean parse(String text) throws InvalidValue {
            return Scalars.bool(text);
        }
    }

    private enum Whole implements ValueParser<Long> {
        NUMBER;

        @Override
        public Long parse(String text) throws InvalidValue {
            return Scalars.int64(text);
        }
    }

    /** {@code --rm}, {@code --rm=false}. */
    public static Flag<Boolean> bool(String name, String help) {
        return new Flag<>(name, "", "", "", help, Switch.ON_OR_OFF, Optional.empty());
    }

    public static Flag<String> text(String name, String help) {
        return of(name, "string", help, Plain.TEXT);
    }

    public static Flag<String> list(String name, String help) {
        return of(name, "list", help, Plain.TEXT);
    }

    /** Each value may be several, with commas between them; {@code CsvFields} takes them apart. */
    public static Flag<String> strings(String name, String help) {
        return of(name, "strings", help, Plain.TEXT);
    }

    public static Flag<Long> number(String name, String help) {
        return of(name, "int", help, Whole.NUMBER);
    }

    public static <T> Flag<T> of(String name, String type, String help, ValueParser<T> parser) {
        return new Flag<>(name, "", type, "", help, parser, Optional.empty());
    }

    public Flag<T> shorthand(char letter) {
        return new Flag<>(name, String.valueOf(letter), type, initial, help, parser, refusal);
    }

    /** Shows a default in the help; the command itself applies it. */
    public Flag<T> initially(String shown) {
        return new Flag<>(name, shorthand, type, shown, help, parser, refusal);
    }

    /** The flag is known and refused: it needs something Sampan has not yet. */
    public Flag<T> comesWith(String what) {
        return refused(new Refusal.Later(what));
    }

    /** The flag is known, and cannot be used. */
    public Flag<T> refused(Refusal reason) {
        return new Flag<>(name, shorthand, type, initial, help, parser, Optional.of(reason));
    }

    public boolean isSwitch() {
        return type.isEmpty();
    }

    /** {@code -m, --memory}: as error messages name it. */
    String spelling() {
        return shorthand.isEmpty() ? "--" + name : "-" + shorthand + ", --" + name;
    }

    T parse(String text) throws UsageError {
        try {
            return parser.parse(text);
        } catch (InvalidValue invalid) {
            throw new UsageError("invalid argument " + Quoted.of(text) + " for " + Quoted.of(spelling()) + " flag: "
                    + invalid.getMessage());
        }
    }
}
