package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The body of an answer of unknown length. Its head goes first, when there is something to send or somebody asks for it. */
final class ChunkedOutput extends Outflow implements Offers {
    private static final String END = "\r\n";

    private final HttpResponse head;
    private Runnable beforeHead = () -> {};
    private boolean begun;
    private Optional<Shortcut> shortcut = Optional.empty();

    ChunkedOutput(Channel channel, HttpResponse head) {
        super(channel);
        this.head = head;
    }

    /** What is to be done just before. */
    void beforeHead(Runnable work) {
        beforeHead = work;
    }

    boolean hasBegun() {
        return begun;
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            beforeHead.run();
            put(head);
        }
    }

    @Override
    public void expectOffers() throws InterruptedException {
        if (shortcut.isEmpty() && HttpUtil.isTransferEncodingChunked(head)) {
            shortcut = Shortcut.to(channel());
        }
    }

    @Override
    public boolean offer(byte[] bytes) {
        return begun
                && isIdle()
                && shortcut.flatMap(open -> open.send(chunk(bytes)))
                        .map(this::follow)
                        .isPresent();
    }

    private static byte[] chunk(byte[] bytes) {
        byte[] size = (Integer.toHexString(bytes.length) + END).getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = Arrays.copyOf(size, size.length + bytes.length + END.length());
        System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    @Override
    Object message(ByteBuf bytes) {
        return new DefaultHttpContent(bytes);
    }

    @Override
    public void flush() throws IOException {
        begin();
        super.flush();
    }

    @Override
    void before() throws IOException {
        begin();
    }

    /** The client sees that nothing is missing. */
    void finish() throws IOException {
        flush();
        put(LastHttpContent.EMPTY_LAST_CONTENT);
        settle();
    }

    /** There are no more offers; the connection is another matter. */
    @Override
    public void close() {
        shortcut.ifPresent(Shortcut::close);
        shortcut = Optional.empty();
    }
}
