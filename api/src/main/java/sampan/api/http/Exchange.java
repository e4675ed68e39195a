package sampan.api.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One request and its answer, on a thread of its own that may block. */
final class Exchange {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String H2C = "h2c";

    /** A second since 1970, as HTTP writes it. */
    private record Moment(long second, String text) {}

    /** Answers of the same second say the same. */
    private static volatile Moment written = new Moment(-1, "");

    private final HttpConnection connection;
    private final Channel channel;
    private final HttpRequest head;
    private final Inflow inflow;
    private boolean continued;
    /** The client's connection ends with the answer. */
    private boolean last;

    Exchange(HttpConnection connection, Channel channel, HttpRequest head) {
        this.connection = connection;
        this.channel = channel;
        this.head = head;
        this.inflow = new Inflow(() -> connection.resume(this));
        this.last = !HttpUtil.isKeepAlive(head);
        this.continued = !HttpUtil.is100ContinueExpected(head);
    }

    Inflow inflow() {
        return inflow;
    }

    HttpRequest head() {
        return head;
    }

    boolean isLast() {
        return last;
    }

    /** The connection ends with the answer. */
    void end() {
        last = true;
    }

    /** The head of an answer behind which HTTP ends: clients that asked for it by name hear so. */
    String upgrade(Response.Upgraded upgraded) {
        String asked = head.headers().get(HttpHeaderNames.UPGRADE, "");
        StringBuilder text = new StringBuilder(!asked.isEmpty() ? "HTTP/1.1 101 UPGRADED\r\n" : "HTTP/1.1 200 OK\r\n");
        upgraded.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        if (upgraded.webSocket()) {
            String key = head.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "");
            text.append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ")
                    .append(WebSocketFrames.accept(key))
                    .append("\r\n");
        } else if (!asked.isEmpty()) {
            text.append("Connection: Upgrade\r\nUpgrade: ")
                    .append(asked.equalsIgnoreCase(H2C) ? H2C : "tcp")
                    .append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** @throws IllegalArgumentException when its address is malformed */
    Request request(Client client) {
        QueryStringDecoder uri = new QueryStringDecoder(head.uri());
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> header : head.headers()) {
            headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new Request(
                head.method().name(), head.uri(), uri.path(), uri.parameters(), headers, new Incoming(), client);
    }

    /**
     * Answers, whatever happens.
     *
     * @param answered is run when the answer is there, and before it is sent
     */
    void work(Handler handler, Request request, Runnable answered) {
        Response response;
        try {
            response = handler.answer(request);
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            response = handler.failed(request, failed);
        }
        answered.run();
        send(handler, request, response);
    }

    private void send(Handler handler, Request request, Response response) {
        switch (response) {
            case Response.Whole whole -> {
                hurry();
                connection.answer(this, whole);
            }
            case Response.Streamed streamed -> stream(handler, request, streamed);
            case Response.Upgraded upgraded -> connection.upgrade(this, upgraded);
            case Response.Streams _ -> connection.streams(this);
        }
    }

    private void stream(Handler handler, Request request, Response.Streamed streamed) {
        HttpResponse start =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(streamed.status()));
        if (head.protocolVersion().isKeepAliveDefault()) {
            HttpUtil.setTransferEncodingChunked(start, true);
        } else {
            last = true;
        }
        ChunkedOutput out = new ChunkedOutput(channel, start);
        out.beforeHead(() -> {
            hurry();
            streamed.late().forEach(start.headers()::set);
            complete(start.headers(), streamed.headers());
        });
        try {
            streamed.writer().write(out);
            out.finish();
            connection.answered(this);
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            if (out.hasBegun()) {
                handler.failed(request, failed);
                connection.abort(this);
            } else {
                send(handler, request, handler.failed(request, failed));
            }
        } finally {
            out.close();
        }
    }

    /** A body that the client would send only if asked will never come; for one that is very long nobody waits. */
    private void hurry() {
        last |= !continued || (!inflow.isComplete() && connection.isTooMuch(HttpUtil.getContentLength(head, 0L)));
    }

    /** The headers of an answer. */
    void complete(HttpHeaders headers, Map<String, String> wanted) {
        wanted.forEach(headers::set);
        headers.set(HttpHeaderNames.DATE, date());
        if (last) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private static String date() {
        long second = Instant.now().getEpochSecond();
        Moment known = written;
        if (known.second() != second) {
            known = new Moment(second, DATE.format(Instant.ofEpochSecond(second)));
            written = known;
        }
        return known.text();
    }

    private final class Incoming implements Body {
        @Override
        public void expect() {
            inflow.beArchive();
            connection.streaming(Exchange.this);
        }

        @Override
        public InputStream stream() {
            expect();
            proceed();
            return inflow;
        }

        @Override
        public byte[] whole(int most) throws IOException {
            proceed();
            byte[] bytes = inflow.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new TooLongException(most);
            }
            return bytes;
        }

        @Override
        public boolean isBroken() {
            return inflow.isBroken();
        }

        private void proceed() {
            if (!continued) {
                continued = true;
                connection.proceed();
            }
        }
    }
}
