/** The engine as a library: images, snapshots, containers, exec, volumes, logs. */
module sampan.core {
    requires transitive sampan.runtime;
    requires org.snakeyaml.engine;
    requires re2j;
    requires static org.jspecify;

    exports sampan.core;
    exports sampan.core.audit;
    exports sampan.core.caller;
    exports sampan.core.cdi;
    exports sampan.core.config;
    exports sampan.core.container;
    exports sampan.core.container.cgroup;
    exports sampan.core.container.list;
    exports sampan.core.container.state;
    exports sampan.core.content;
    exports sampan.core.disk;
    exports sampan.core.doctor;
    exports sampan.core.error;
    exports sampan.core.event;
    exports sampan.core.exec;
    exports sampan.core.health;
    exports sampan.core.files;
    exports sampan.core.filter;
    exports sampan.core.image;
    exports sampan.core.image.archive;
    exports sampan.core.image.catalogue;
    exports sampan.core.image.transfer;
    exports sampan.core.log;
    exports sampan.core.log.remote to
            sampan.cli;
    exports sampan.core.launch to
            sampan.cli;
    exports sampan.core.monitor;
    exports sampan.core.policy;
    exports sampan.core.sbom;
    exports sampan.core.security;
    exports sampan.core.network;
    exports sampan.core.network.explain;
    exports sampan.core.network.graph;
    exports sampan.core.network.address;
    exports sampan.core.network.cni;
    exports sampan.core.network.definition;
    exports sampan.core.network.endpoint;
    exports sampan.core.network.resolver;
    exports sampan.core.snapshot;
    exports sampan.core.stats;
    exports sampan.core.system;
    exports sampan.core.timing;
    exports sampan.core.top;
    exports sampan.core.volume;

    uses sampan.core.log.remote.TagTemplate;

    opens sampan.core.cdi to
            tools.jackson.databind;
    opens sampan.core.config to
            tools.jackson.databind;
    opens sampan.core.container.state to
            tools.jackson.databind;
    opens sampan.core.health to
            tools.jackson.databind;
    opens sampan.core.image.catalogue to
            tools.jackson.databind;
    opens sampan.core.image to
            tools.jackson.databind;
    opens sampan.core.log to
            tools.jackson.databind;
    opens sampan.core.network to
            tools.jackson.databind;
    opens sampan.core.network.cni to
            tools.jackson.databind;
    opens sampan.core.network.definition to
            tools.jackson.databind;
    opens sampan.core.network.endpoint to
            tools.jackson.databind;
    opens sampan.core.network.link to
            tools.jackson.databind;
    opens sampan.core.network.port to
            tools.jackson.databind;
    opens sampan.core.network.resolver to
            tools.jackson.databind;
    opens sampan.core.plan to
            tools.jackson.databind;
    opens sampan.core.system to
            tools.jackson.databind;
    opens sampan.core.volume to
            tools.jackson.databind;
}
