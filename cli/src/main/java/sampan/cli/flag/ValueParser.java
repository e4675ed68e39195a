package sampan.cli.flag;

/** Turns the text of a flag into what it means. */
@FunctionalInterface
public interface ValueParser<T> {
    T parse(String text) throws InvalidValue;
}
