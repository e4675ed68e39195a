package sampan.core.filter;

import sampan.core.error.EngineException;

/** A filter's value that is one or the other, as Go's strconv.ParseBool reads it. */
public final class YesOrNo {
    private YesOrNo() {}

    public static boolean of(String key, String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "=[" + value + "]'");
        };
    }
}
