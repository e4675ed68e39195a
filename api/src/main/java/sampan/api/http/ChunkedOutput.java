package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;

/** The body of an answer of unknown length. Its head goes first, when there is something to send or somebody asks for it. */
final class ChunkedOutput extends Outflow {
    private final HttpResponse head;
    private Runnable beforeHead = () -> {};
    private boolean begun;

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
}
