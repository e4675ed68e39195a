/** The Docker Engine API over Netty. */
module sampan.api {
    requires transitive sampan.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires static org.jspecify;

    exports sampan.api;
    exports sampan.api.authorization;
    exports sampan.api.metrics;

    opens sampan.api.container to
            tools.jackson.databind;
    opens sampan.api.network to
            tools.jackson.databind;
    opens sampan.api.volume to
            tools.jackson.databind;
}
