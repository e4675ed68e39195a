package sampan.core.log.remote;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;

/**
 * Of a syslog server.
 *
 * @param scheme empty: this host's own
 * @param host a name or an address; of a local one the socket's path
 */
record SyslogAddress(String scheme, String host, int port) {
    private static final Pattern FORM = Pattern.compile("([a-z+]+)://(.*)");
    private static final Pattern NETWORK = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:/\\[\\]]*)(:[^/]*)?(/.*)?");
    private static final Set<String> LOCAL = Set.of("unix", "unixgram");
    private static final Set<String> REMOTE = Set.of("udp", "tcp", "tcp+tls");
    private static final int USUAL_PORT = 514;
    private static final int LAST_PORT = 65_535;

    static SyslogAddress parse(String text) {
        if (text.isEmpty()) {
            return new SyslogAddress("", "", 0);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !(LOCAL.contains(form.group(1)) || REMOTE.contains(form.group(1)))) {
            throw new EngineException.InvalidArgument("syslog-address should be in form proto://address, got " + text);
        }
        if (LOCAL.contains(form.group(1))) {
            return new SyslogAddress(form.group(1), form.group(2), 0);
        }
        Matcher network = NETWORK.matcher(form.group(2));
        if (!network.matches()) {
            throw wrong(text, "invalid host in \"" + form.group(2) + "\"");
        }
        String host = network.group(1).replaceAll("[\\[\\]]", "");
        return new SyslogAddress(form.group(1), host, port(text, network.group(2)));
    }

    private static int port(String address, String text) {
        if (text == null || text.equals(":")) {
            return USUAL_PORT;
        }
        if (!text.matches(":[0-9]{1,5}") || Integer.parseInt(text.substring(1)) > LAST_PORT) {
            throw wrong(address, "invalid port \"" + text + "\" after host");
        }
        return Integer.parseInt(text.substring(1));
    }

    private static EngineException.InvalidArgument wrong(String address, String reason) {
        return new EngineException.InvalidArgument("parse \"" + address + "\": " + reason);
    }

    boolean isUsual() {
        return scheme.isEmpty();
    }

    boolean isLocal() {
        return isUsual() || LOCAL.contains(scheme);
    }

    boolean isSecure() {
        return scheme.equals("tcp+tls");
    }
}
