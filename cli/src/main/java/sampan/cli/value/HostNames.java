package sampan.cli.value;

import java.net.Inet6Address;
import java.util.regex.Pattern;
import sampan.cli.flag.InvalidValue;
import sampan.core.error.Quoted;

/** Names and addresses for a container's /etc/hosts and /etc/resolv.conf. */
public final class HostNames {
    private static final Pattern BYTE_QUAD =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\\.?");
    private static final int LONGEST = 255;
    private static final String GATEWAY = "host-gateway";

    private HostNames() {}

    /** {@code name:address} or {@code name=address}, as {@code name:address}. */
    public static String extraHost(String text) throws InvalidValue {
        int equals = text.indexOf('=');
        int split = equals >= 0 ? equals : text.indexOf(':');
        if (split <= 0) {
            throw new InvalidValue("bad format for add-host: " + Quoted.of(text));
        }
        String address = text.substring(split + 1).replaceFirst("^\\[(.*)]$", "$1");
        if (!address.equals(GATEWAY) && !isAddress(address)) {
            throw new InvalidValue("invalid IP address in add-host: " + Quoted.of(address));
        }
        return text.substring(0, split) + ":" + address;
    }

    /** A name server. */
    public static String address(String text) throws InvalidValue {
        if (!isAddress(text.strip())) {
            throw new InvalidValue("IP address is not correctly formatted: " + text);
        }
        return text.strip();
    }

    /** A domain to search in; a single dot is none. */
    public static String domain(String text) throws InvalidValue {
        String domain = text.strip();
        if (!domain.equals(".")
                && (domain.length() > LONGEST
                        || domain.chars().noneMatch(Character::isLetter)
                        || !DOMAIN.matcher(domain).matches())) {
            throw new InvalidValue(domain + " is not a valid domain");
        }
        return domain;
    }

    private static boolean isAddress(String text) {
        if (BYTE_QUAD.matcher(text).matches()) {
            return true;
        }
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
            return false;
        }
        try {
            return !Inet6Address.ofLiteral(text).isAnyLocalAddress() || text.equals("::");
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
