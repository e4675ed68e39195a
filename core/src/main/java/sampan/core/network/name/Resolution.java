package sampan.core.network.name;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How a query is answered: at once, or by asking others. */
final class Resolution {
    private static final String V4_SUFFIX = ".in-addr.arpa";
    private static final String V6_SUFFIX = ".ip6.arpa";
    private static final int V4_LABELS = 4;
    private static final int V6_LABELS = 32;

    private final AnswerCache cache;

    Resolution(AnswerCache cache) {
        this.cache = cache;
    }

    /**
     * What is answered.
     *
     * @param lasting whether the same question has the same answer until the book's next edition
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Reply(byte[] message, boolean lasting) {}

    /** Without asking anybody; empty: others have to be asked. Nothing here blocks. */
    Optional<Reply> atOnce(Query query, NameBook book, boolean stream) {
        if (!query.isStandard()) {
            return Optional.of(new Reply(Replies.none(query, Wire.NOT_IMPLEMENTED), true));
        }
        Optional<Reply> own = own(query, book, stream);
        return own.isPresent() ? own : cached(query, book.servers(), stream);
    }

    private static Optional<Reply> own(Query query, NameBook book, boolean stream) {
        if (query.klass() == Wire.IN && query.type() == Wire.PTR) {
            return reversed(query.name())
                    .flatMap(book::nameOf)
                    .map(name -> new Reply(Replies.pointer(query, name), true));
        }
        return book.addresses(query.name()).map(found -> {
            if (!query.asksAddress()) {
                return new Reply(Replies.none(query, Wire.NO_ERROR), true);
            }
            return new Reply(Replies.addresses(query, mixed(found), stream), found.size() == 1);
        });
    }

    private Optional<Reply> cached(Query query, List<InetSocketAddress> servers, boolean stream) {
        Optional<byte[]> message = servers.isEmpty()
                ? Optional.of(Replies.none(query, Wire.SERVER_FAILURE))
                : cache.find(query, servers, stream);
        return message.map(found -> new Reply(found, false));
    }

    private static List<InetAddress> mixed(List<InetAddress> found) {
        if (found.size() == 1) {
            return found;
        }
        List<InetAddress> mixed = new ArrayList<>(found);
        Collections.shuffle(mixed, ThreadLocalRandom.current());
        return mixed;
    }

    /** The address that a name like {@code 2.0.17.172.in-addr.arpa} stands for. */
    static Optional<InetAddress> reversed(String name) {
        try {
            if (name.endsWith(V4_SUFFIX)) {
                return address(name.substring(0, name.length() - V4_SUFFIX.length()), V4_LABELS, 10);
            }
            if (name.endsWith(V6_SUFFIX)) {
                return address(name.substring(0, name.length() - V6_SUFFIX.length()), V6_LABELS, 16);
            }
            return Optional.empty();
        } catch (NumberFormatException | UnknownHostException _) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> address(String text, int count, int radix) throws UnknownHostException {
        String[] labels = text.split("\\.", -1);
        if (labels.length != count) {
            return Optional.empty();
        }
        int bits = count == V4_LABELS ? Byte.SIZE : Byte.SIZE / 2;
        byte[] address = new byte[count * bits / Byte.SIZE];
        for (int i = 0; i < count; i++) {
            int value = Integer.parseInt(labels[count - 1 - i], radix);
            if (value < 0 || value >= 1 << bits || labels[count - 1 - i].charAt(0) == '+') {
                return Optional.empty();
            }
            int at = i * bits / Byte.SIZE;
            address[at] = (byte) (address[at] << bits | value);
        }
        return Optional.of(InetAddress.getByAddress(address));
    }

    /** Asks others, and waits. */
    byte[] byOthers(Query query, NameBook book, boolean stream) {
        List<InetSocketAddress> servers = book.servers();
        Optional<Answer> answer = Upstream.ask(query, servers, stream);
        answer.ifPresent(one -> cache.put(query, servers, one));
        return answer.map(one -> one.to(query, 0, stream)).orElseGet(() -> Replies.none(query, Wire.SERVER_FAILURE));
    }
}
