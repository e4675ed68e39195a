package sampan.cli.template;

import java.io.Serial;
import java.util.Objects;

/** A template that cannot be parsed, or not be executed with the values at hand: {@code template: :1:2: executing "" at <.Foo>: …}. */
public final class TemplateError extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String output;

    TemplateError(String message) {
        this(message, "");
    }

    TemplateError(String message, String output) {
        super(message, null, false, false);
        this.output = output;
    }

    /** What was printed before it came to that. */
    public String output() {
        return output;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
