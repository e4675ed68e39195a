/** Main, configuration, wiring by constructor, restart recovery. */
module sampan.daemon {
    requires sampan.api;
    requires sampan.cli;
    requires java.net.http;
    requires static org.jspecify;
}
