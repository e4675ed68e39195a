package sampan.core.volume;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted from another machine: the kernel knows no names of machines, so that they are looked up before, as Docker's local driver does for {@code nfs} and
 * {@code cifs}.
 *
 * @param device as the volume has it
 * @param options as the volume has them, one by one
 */
record NetworkShare(String type, String device, List<String> options) {
    private static final String ADDRESS = "addr=";
    private static final String PASSWORD = "password=";
    private static final String CIFS = "cifs";
    private static final Pattern HOST_OF_DEVICE = Pattern.compile("(//)([^/]+)(/.*)?");

    static NetworkShare of(String type, String device, String options) {
        return new NetworkShare(
                type,
                device,
                Arrays.stream(options.split(",", -1))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    /** The same with addresses instead of names. */
    NetworkShare resolved() throws UnknownHostException {
        if (!type.equals("nfs") && !type.equals(CIFS)) {
            return this;
        }
        if (options.stream().anyMatch(word -> word.startsWith(ADDRESS) && word.length() > ADDRESS.length())) {
            List<String> addressed = new ArrayList<>();
            for (String word : options) {
                addressed.add(resolved(word));
            }
            return new NetworkShare(type, device, addressed);
        }
        Matcher host = HOST_OF_DEVICE.matcher(device);
        if (!type.equals(CIFS) || !host.matches()) {
            return this;
        }
        String path = host.group(3) == null ? "" : host.group(3);
        return new NetworkShare(type, host.group(1) + address(host.group(2)) + path, options);
    }

    private static String resolved(String word) throws UnknownHostException {
        return word.startsWith(ADDRESS) ? ADDRESS + address(word.substring(ADDRESS.length())) : word;
    }

    private static String address(String name) throws UnknownHostException {
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new UnknownHostException(
                    "error resolving passed in network volume address: lookup " + name + ": no such host");
        }
    }

    /** What may be said of its options. */
    static String withoutSecrets(String data) {
        return Arrays.stream(data.split(",", -1))
                .map(word -> word.startsWith(PASSWORD) ? PASSWORD + "********" : word)
                .reduce((one, other) -> one + "," + other)
                .orElse("");
    }
}
