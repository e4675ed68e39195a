package sampan.core.network.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QueryTest {
    private static final long SEED = 53;

    /** {@code -Ddns.cases=10000000} for the long run. */
    private static final int CASES = Integer.getInteger("dns.cases", 200_000);

    private static final List<InetSocketAddress> SERVERS = List.of(new InetSocketAddress("192.0.2.53", 53));

    /** Knows {@code web}, with as many addresses as wanted, and asks nobody. */
    private record OneName(int addresses) implements NameBook {
        @Override
        public Optional<List<InetAddress>> addresses(String name) {
            return name.equals("web")
                    ? Optional.of(IntStream.range(0, addresses)
                            .mapToObj(i -> InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256))
                            .toList())
                    : Optional.empty();
        }

        @Override
        public Optional<String> nameOf(InetAddress address) {
            return address.equals(InetAddress.ofLiteral("10.0.0.7")) ? Optional.of("web.lab") : Optional.empty();
        }

        @Override
        public Object edition() {
            return this;
        }

        @Override
        public List<InetSocketAddress> servers() {
            return List.of();
        }
    }

    static byte[] query(String name, int type) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.", -1)) {
            message.write(label.length());
            message.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        message.writeBytes(new byte[] {0, 0, (byte) type, 0, 1});
        return message.toByteArray();
    }

    /** With room for that many bytes. (RFC 6891) */
    private static byte[] extended(byte[] query, int room) {
        ByteBuffer all = ByteBuffer.allocate(query.length + 11).put(query);
        all.put((byte) 0).putShort((short) 41).putShort((short) room).putInt(0).putShort((short) 0);
        return all.putShort(10, (short) 1).array();
    }

    private static byte[] reply(byte[] query, NameBook book, boolean stream) throws MalformedException {
        return new Resolution(new AnswerCache(System::nanoTime))
                .atOnce(Query.parse(query), book, stream)
                .orElseThrow()
                .message();
    }

    private static int field(byte[] message, int number) {
        return Short.toUnsignedInt(ByteBuffer.wrap(message).getShort(2 * number));
    }

    @Test
    void aNameIsTheSameInAnyCaseAndADotInALabelIsNoDot() throws MalformedException {
        assertThat(Query.parse(query("WeB.Lab", 1)).name()).isEqualTo("web.lab");
        byte[] dotted = query("web_lab", 1);
        dotted[16] = '.';
        assertThat(Query.parse(dotted).name()).isEqualTo("web\\.lab");
    }

    @Test
    void whatIsKnownIsAnsweredWithTheNumberAndTheQuestionOfWhoAsks() throws MalformedException {
        byte[] reply = reply(query("wEb", 1), new OneName(1), false);
        assertThat(field(reply, 0)).isEqualTo(0x1234);
        assertThat(field(reply, 1)).isEqualTo(0x8180);
        assertThat(field(reply, 3)).isEqualTo(1);
        assertThat(new String(reply, 13, 3, StandardCharsets.US_ASCII)).isEqualTo("wEb");
        assertThat(Arrays.copyOfRange(reply, reply.length - 4, reply.length)).containsExactly(10, 0, 0, 0);
    }

    @Test
    void aKnownNameWithoutAnAddressOfTheFamilyIsThereAllTheSame() throws MalformedException {
        for (int type : List.of(28, 15, 16, 65)) {
            byte[] reply = reply(query("web", type), new OneName(1), false);
            assertThat(field(reply, 1)).isEqualTo(0x8180);
            assertThat(field(reply, 3)).isZero();
        }
    }

    @Test
    void moreThanThereIsRoomForIsCutOffByUdpAndCompleteByTcp() throws MalformedException {
        byte[] query = query("web", 1);
        byte[] small = reply(query, new OneName(500), false);
        assertThat(small.length).isLessThanOrEqualTo(512);
        assertThat(field(small, 1) & Wire.TRUNCATED).isNotZero();
        byte[] larger = reply(extended(query, 1400), new OneName(500), false);
        assertThat(larger.length).isBetween(1300, 1400);
        assertThat(field(larger, 5)).isEqualTo(1);
        byte[] whole = reply(query, new OneName(500), true);
        assertThat(field(whole, 1) & Wire.TRUNCATED).isZero();
        assertThat(field(whole, 3)).isEqualTo(500);
    }

    @Test
    void anAddressHasAName() throws MalformedException {
        byte[] reply = reply(query("7.0.0.10.in-addr.arpa", 12), new OneName(1), false);
        assertThat(new String(reply, StandardCharsets.ISO_8859_1)).endsWith("\3web\3lab\0");
        assertThat(Resolution.reversed("1." + "0.".repeat(31).replaceAll("\\.$", "") + ".ip6.arpa"))
                .contains(InetAddress.ofLiteral("::1"));
        for (String bad : List.of(
                "1.2.3.in-addr.arpa", "256.1.1.1.in-addr.arpa", "a.1.1.1.in-addr.arpa", "+1.1.1.1.in-addr.arpa")) {
            assertThat(Resolution.reversed(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void whoMayAskNobodyIsToldThatNobodyKnows() throws MalformedException {
        assertThat(field(reply(query("elsewhere", 1), new OneName(1), false), 1) & Wire.RCODE)
                .isEqualTo(Wire.SERVER_FAILURE);
    }

    @Test
    void anAnswerIsNoQueryAndAPointerInAQuestionIsRefused() {
        byte[] answer = query("web", 1);
        answer[2] = (byte) 0x80;
        assertThat(Query.isQuery(answer)).isFalse();
        assertThat(Query.isQuery(new byte[11])).isFalse();
        byte[] pointing = query("web", 1);
        pointing[12] = (byte) 0xc0;
        assertThatThrownBy(() -> Query.parse(pointing)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Query.parse(query("a".repeat(63) + (".".concat("a".repeat(63))).repeat(3), 1)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anAnswerIsKeptAsLongAsItIsTrueAndGrowsOlder() throws MalformedException {
        long[] now = {0};
        AnswerCache cache = new AnswerCache(() -> now[0]);
        Query query = Query.parse(query("host.example", 1));
        cache.put(query, SERVERS, Answer.parse(query, answer(60)));
        now[0] = 20_000_000_000L;
        byte[] later = cache.find(query, SERVERS, false).orElseThrow();
        assertThat(ByteBuffer.wrap(later).getInt(later.length - 10)).isEqualTo(40);
        assertThat(cache.find(query, List.of(), false)).isEmpty();
        now[0] = 60_000_000_000L;
        assertThat(cache.find(query, SERVERS, false)).isEmpty();
    }

    private static byte[] answer(int ttl) {
        byte[] query = query("host.example", 1);
        ByteBuffer all = ByteBuffer.allocate(query.length + 16).put(query);
        all.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(ttl);
        all.putShort((short) 4).putInt(0x0a000001);
        return all.putShort(2, (short) 0x8180).putShort(6, (short) 1).array();
    }

    /** RFC 2308: for as long as the zone says, and not at all where it does not say. */
    @Test
    void thatThereIsNothingIsKeptAsLongAsTheZoneSays() throws MalformedException {
        Query query = Query.parse(query("host.example", 1));
        byte[] nothing = query("host.example", 1);
        ByteBuffer.wrap(nothing).putShort(2, (short) 0x8183);
        assertThat(Answer.parse(query, nothing).lifetime()).isZero();
        ByteBuffer zone = ByteBuffer.allocate(nothing.length + 34).put(nothing);
        zone.putShort((short) 0xc00c).putShort((short) 6).putShort((short) 1).putInt(900);
        zone.putShort((short) 22)
                .putShort((short) 0)
                .putInt(1)
                .putInt(2)
                .putInt(3)
                .putInt(4)
                .putInt(30);
        assertThat(Answer.parse(query, zone.putShort(8, (short) 1).array()).lifetime())
                .isEqualTo(30);
    }

    @Test
    void anAnswerToAnotherQuestionIsNone() throws MalformedException {
        Query query = Query.parse(query("other.example", 1));
        assertThatThrownBy(() -> Answer.parse(query, answer(60))).isInstanceOf(MalformedException.class);
    }

    /** Queries and answers, mutated: each is read or refused, and a reply is one that can be read. */
    @Test
    void whateverComesIsReadOrRefused() throws MalformedException {
        Random random = new Random(SEED);
        Query asked = Query.parse(query("host.example", 1));
        List<byte[]> seeds = List.of(query("web", 1), extended(query("7.0.0.10.in-addr.arpa", 12), 1232), answer(60));
        Resolution resolution = new Resolution(new AnswerCache(System::nanoTime));
        NameBook book = new OneName(3);
        for (int i = 0; i < CASES; i++) {
            byte[] message = mutated(seeds.get(i % seeds.size()), random);
            try {
                Answer.parse(asked, message).to(asked, random.nextInt(100), random.nextBoolean());
            } catch (MalformedException refused) {
                assertThat(refused).hasMessageMatching(".+");
            }
            if (Query.isQuery(message)) {
                assertThat(field(spoken(resolution, message, book), 1) & Wire.RESPONSE)
                        .isNotZero();
            }
        }
    }

    private static byte[] spoken(Resolution resolution, byte[] message, NameBook book) {
        try {
            return resolution
                    .atOnce(Query.parse(message), book, false)
                    .orElseThrow()
                    .message();
        } catch (MalformedException refused) {
            return Replies.unreadable(message);
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] message = Arrays.copyOf(seed, random.nextInt(8) == 0 ? random.nextInt(seed.length + 20) : seed.length);
        int changes = random.nextInt(6);
        for (int i = 0; i < changes && message.length > 0; i++) {
            message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
        return message;
    }
}
