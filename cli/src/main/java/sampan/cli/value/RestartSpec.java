package sampan.cli.value;

import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.core.config.RestartPolicy;

/** {@code no}, {@code always}, {@code on-failure:3}. */
public final class RestartSpec {
    private RestartSpec() {}

    public static RestartPolicy parse(String text) throws InvalidValue {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new RestartPolicy(text, 0);
        }
        if (colon == 0) {
            throw new InvalidValue("invalid restart policy format: no policy provided before colon");
        }
        try {
            return new RestartPolicy(
                    text.substring(0, colon), Math.toIntExact(Scalars.int64(text.substring(colon + 1))));
        } catch (InvalidValue | ArithmeticException notACount) {
            throw new InvalidValue("invalid restart policy format: maximum retry count must be an integer");
        }
    }
}
