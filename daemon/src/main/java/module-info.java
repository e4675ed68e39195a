/** Main, configuration, wiring by constructor, restart recovery. */
module sampan.daemon {
    requires sampan.api;
    requires sampan.cli;
    requires java.net.http;
    requires org.tinylog.api;
    requires org.tinylog.impl;
    requires static org.jspecify;

    exports sampan.daemon.log to
            org.tinylog.api;
}
