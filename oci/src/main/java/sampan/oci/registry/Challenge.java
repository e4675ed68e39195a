package sampan.oci.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code WWW-Authenticate} header asks for (RFC 9110, 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int LONGEST = 8 << 10;
    private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z0-9-]+)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[\\s,]*([A-Za-z0-9_-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]*+))");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** One for each header. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        for (String header : headers) {
            Matcher scheme = SCHEME.matcher(header.length() > LONGEST ? "" : header);
            if (scheme.matches()) {
                challenges.add(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters(scheme.group(2))));
            }
        }
        return challenges;
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String quoted = parameter.group(2);
            String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }
}
