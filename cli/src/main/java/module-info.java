/** The sampan commands; they run inside the engine with descriptors of the caller. */
module sampan.cli {
    requires transitive sampan.core;
    requires static org.jspecify;

    exports sampan.cli;
    exports sampan.cli.flag;
    exports sampan.cli.front;
    exports sampan.cli.runtime;
}
