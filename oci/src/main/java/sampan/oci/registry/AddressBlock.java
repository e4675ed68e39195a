package sampan.oci.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** A block of addresses of either family, {@code 10.0.0.0/8}. */
record AddressBlock(InetAddress first, int length) {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F.:]+/[0-9]{1,3}");

    AddressBlock {
        if (length > Byte.SIZE * first.getAddress().length) {
            throw new IllegalArgumentException("no address has " + length + " bits: " + first);
        }
    }

    static boolean is(String text) {
        return FORM.matcher(text).matches();
    }

    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        return new AddressBlock(
                InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** False for a name: it would have to be looked up, and could be another address the next time. */
    boolean contains(String host) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException name) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int rest = Byte.SIZE * bytes.length - length;
        return bytes.length == first.getAddress().length
                && new BigInteger(1, bytes)
                        .shiftRight(rest)
                        .equals(new BigInteger(1, first.getAddress()).shiftRight(rest));
    }
}
