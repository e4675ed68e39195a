/** Main, configuration, wiring by constructor, restart recovery. */
module sampan.daemon {
    requires sampan.api;
    requires sampan.cli;
    requires static org.jspecify;
}
