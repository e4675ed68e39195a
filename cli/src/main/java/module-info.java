/** The sampan commands; they run inside the engine with descriptors of the caller. */
module sampan.cli {
    requires transitive sampan.core;
    requires info.picocli;
    requires static org.jspecify;
}
