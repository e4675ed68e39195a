/** The sampan commands; they run inside the engine with descriptors of the caller. */
module sampan.cli {
    requires transitive sampan.core;
    requires org.apache.commons.compress;
    requires static org.jspecify;

    exports sampan.cli;
    exports sampan.cli.admission;
    exports sampan.cli.context;
    exports sampan.cli.flag;
    exports sampan.cli.front;
    exports sampan.cli.runtime;
    exports sampan.cli.value;

    provides sampan.core.log.remote.TagTemplate with
            sampan.cli.template.LogTag;
}
