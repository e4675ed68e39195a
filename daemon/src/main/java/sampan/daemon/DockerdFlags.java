package sampan.daemon;

import java.net.InetAddress;
import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Refusal;
import sampan.cli.value.MemorySize;
import sampan.cli.value.UlimitSpec;
import sampan.core.config.Ulimit;

/** Flags of dockerd that are about containers, networks and registries, and those of them that Sampan has no use for. */
final class DockerdFlags {
    static final Flag<String> ADD_RUNTIME =
            Flag.of("add-runtime", "runtime", "Another name for Sampan's own runtime (NAME=sampan-runtime)", text -> {
                if (text.indexOf('=') < 1) {
                    throw new InvalidValue("invalid runtime argument: " + text);
                }
                return text;
            });
    static final Flag<String> BIP = Flag.text("bip", "Address and network of the bridge (\"172.30.0.1/24\")");
    static final Flag<String> ADDRESS_POOL = Flag.of(
            "default-address-pool",
            "pool-options",
            "Where networks' subnets come from (\"base=10.10.0.0/16,size=24\")",
            DockerdFlags::pool);
    static final Flag<String> NETWORK_OPT = Flag.of(
            "default-network-opt",
            "mapmap",
            "Options of a driver's networks that do not name them (\"bridge=com.docker.network.driver.mtu=1400\")",
            text -> {
                if (!NetworkSettings.NETWORK_OPTION.matcher(text).matches()) {
                    throw new InvalidValue(
                            "invalid value \"" + text + "\" for map option, should be root-key=key=value");
                }
                return text;
            });
    static final Flag<String> CGROUPNS_MODE = choice(
                    "default-cgroupns-mode", "Cgroup namespaces of containers", "private", "host")
            .initially("private");
    static final Flag<String> GATEWAY = address("default-gateway", "Address of the bridge's gateway");
    static final Flag<String> GATEWAY_V6 = address("default-gateway-v6", "The same of IPv6");
    static final Flag<String> IPC_MODE = choice(
                    "default-ipc-mode", "Ipc namespaces of containers", "private", "shareable")
            .initially("private");
    static final Flag<String> DEFAULT_RUNTIME =
            Flag.text("default-runtime", "The runtime of containers").initially("sampan");
    static final Flag<Long> SHM_SIZE = Flag.of(
                    "default-shm-size", "bytes", "Size of containers' /dev/shm", MemorySize::parse)
            .initially("64MiB");
    static final Flag<Ulimit> ULIMIT = Flag.of("default-ulimit", "ulimit", "Ulimits of containers", UlimitSpec::parse);
    static final Flag<String> DNS = address("dns", "DNS servers of containers");
    static final Flag<String> DNS_OPT = Flag.list("dns-opt", "DNS options of containers");
    static final Flag<String> DNS_SEARCH = Flag.list("dns-search", "DNS search domains of containers");
    static final Flag<Boolean> EXPERIMENTAL = Flag.bool("experimental", "Shown by info; there is nothing behind it");
    static final Flag<String> FIXED_CIDR =
            Flag.text("fixed-cidr", "Part of the bridge's network that addresses come from");
    static final Flag<String> FIXED_CIDR_V6 = Flag.text("fixed-cidr-v6", "IPv6 network of the bridge");
    static final Flag<Boolean> ICC = onUnlessSaid("icc", "Containers on the bridge reach each other");
    static final Flag<Boolean> INIT =
            Flag.bool("init", "Containers run an init that forwards signals and reaps processes");
    static final Flag<String> HTTP_PROXY = Flag.text("http-proxy", "Proxy for what the engine fetches by HTTP");
    static final Flag<String> HTTPS_PROXY = Flag.text("https-proxy", "The same by HTTPS");
    static final Flag<String> NO_PROXY = Flag.text("no-proxy", "Hosts and domains that no proxy is for");
    static final Flag<String> INSECURE_REGISTRY =
            Flag.list("insecure-registry", "Registries whose certificates nobody need vouch for");
    static final Flag<String> IP = address("ip", "Address that ports are published on when none is named");
    static final Flag<Boolean> IP_MASQ = onUnlessSaid("ip-masq", "What leaves the bridge carries the host's address");
    static final Flag<Boolean> IPV6 = Flag.bool("ipv6", "The bridge has IPv6 addresses");
    static final Flag<String> LABEL = Flag.of("label", "list", "Labels of the engine (\"key=value\")", text -> {
        if (text.indexOf('=') < 0) {
            throw new InvalidValue("bad attribute format: " + text);
        }
        return text;
    });
    static final Flag<Boolean> LIVE_RESTORE =
            onUnlessSaid("live-restore", "Containers go on when the engine ends; false: it stops them first");
    static final Flag<String> LOG_DRIVER =
            Flag.text("log-driver", "Where containers' output goes").initially("local");
    static final Flag<String> LOG_FORMAT = Flag.of(
                    "log-format", "string", "How the engine tells of itself (\"text\", \"json\")", text -> {
                        if (!text.equals("text") && !text.equals("json")) {
                            throw new InvalidValue("invalid log format: " + text);
                        }
                        return text;
                    })
            .initially("text");
    static final Flag<String> LOG_OPT = Flag.of("log-opt", "map", "Options of the log driver", text -> {
        if (text.indexOf('=') < 0) {
            throw new InvalidValue("invalid logging option: " + text);
        }
        return text;
    });
    static final Flag<Long> DOWNLOADS = atLeast(0, "max-concurrent-downloads", "Layers of a pull at a time", 6);
    static final Flag<Long> UPLOADS = atLeast(0, "max-concurrent-uploads", "Layers of a push at a time", 6);
    static final Flag<Long> ATTEMPTS =
            atLeast(1, "max-download-attempts", "How often a download is tried that breaks without a byte more", 5);
    static final Flag<Long> MTU = Flag.number("mtu", "MTU of the bridge");
    static final Flag<Boolean> NO_NEW_PRIVILEGES =
            Flag.bool("no-new-privileges", "Containers gain no privileges by set-user-id programs");
    static final Flag<Long> OOM_SCORE =
            Flag.number("oom-score-adjust", "How likely the kernel ends the engine when memory is short");
    static final Flag<Boolean> RAW_LOGS = Flag.bool("raw-logs", "No colours in what the engine tells: there are none");
    static final Flag<String> MIRROR = Flag.list("registry-mirror", "Mirrors of Docker Hub");
    static final Flag<String> SECCOMP_PROFILE =
            Flag.text("seccomp-profile", "File of the seccomp profile of containers, or \"builtin\" or \"unconfined\"");
    static final Flag<Long> SHUTDOWN_TIMEOUT = Flag.number(
                    "shutdown-timeout", "Seconds in which containers stop when the engine ends, without live restore")
            .initially("15");
    static final Flag<Boolean> USERLAND_PROXY =
            Flag.bool("userland-proxy", "Changes nothing: ports on loopback need no process");

    private static final String OWN_RUNTIME = "Sampan starts containers itself, without containerd";

    static final List<Flag<?>> ALL = List.of(
            ADD_RUNTIME,
            BIP,
            ADDRESS_POOL,
            NETWORK_OPT,
            CGROUPNS_MODE,
            GATEWAY,
            GATEWAY_V6,
            IPC_MODE,
            DEFAULT_RUNTIME,
            SHM_SIZE,
            ULIMIT,
            DNS,
            DNS_OPT,
            DNS_SEARCH,
            EXPERIMENTAL,
            FIXED_CIDR,
            FIXED_CIDR_V6,
            ICC,
            HTTP_PROXY,
            HTTPS_PROXY,
            NO_PROXY,
            INIT,
            INSECURE_REGISTRY,
            IP,
            IP_MASQ,
            IPV6,
            LABEL,
            LIVE_RESTORE,
            LOG_DRIVER,
            LOG_FORMAT,
            LOG_OPT,
            DOWNLOADS,
            UPLOADS,
            ATTEMPTS,
            MTU,
            NO_NEW_PRIVILEGES,
            OOM_SCORE,
            RAW_LOGS,
            MIRROR,
            SECCOMP_PROFILE,
            SHUTDOWN_TIMEOUT,
            USERLAND_PROXY,
            always("ip-forward", "bridge networks need forwarding, and it is turned on only when there is one"),
            always(
                    "iptables",
                    "the rules of networks are nftables, in a table of their own, and nothing else keeps networks apart"),
            always(
                    "ip6tables",
                    "the rules of networks are nftables, in a table of their own, and nothing else keeps networks apart"),
            without("allow-nondistributable-artifacts", "list", "all layers of an image are pushed"),
            without("api-cors-header", "string", "a page in a browser has no business with an engine"),
            without(
                    "bridge",
                    "string",
                    "--bip and --fixed-cidr say what the network bridge is; others are made by network create"),
            without("containerd", "string", OWN_RUNTIME),
            without("containerd-namespace", "string", OWN_RUNTIME),
            without("containerd-plugins-namespace", "string", OWN_RUNTIME),
            without("cpu-rt-period", "int", "the cgroups of containers give no real-time processor time"),
            without("cpu-rt-runtime", "int", "the cgroups of containers give no real-time processor time"),
            without("cri-containerd", "", OWN_RUNTIME),
            without("host-gateway-ip", "ip", "host-gateway is the address of the bridge that the container is on"),
            without("init-path", "string", "the init is a part of Sampan"),
            without("network-control-plane-mtu", "int", "it is about swarms, and Sampan is never part of one"),
            without("node-generic-resource", "list", "it is about swarms, and Sampan is never part of one"),
            without("rootless", "", "an engine needs root"),
            without("selinux-enabled", "", "there are no SELinux labels; AppArmor and seccomp confine containers"),
            without("storage-opt", "list", "the storage drivers have no options"),
            without("swarm-default-advertise-addr", "string", "it is about swarms, and Sampan is never part of one"),
            without("userland-proxy-path", "string", "ports on loopback need no process"),
            without(
                    "userns-remap",
                    "string",
                    "containers share the host's user namespace; sampan-runtime takes bundles with one"));

    private DockerdFlags() {}

    private static Flag<String> address(String name, String help) {
        return Flag.of(name, name.equals("dns") ? "list" : "ip", help, text -> {
            try {
                InetAddress.ofLiteral(text.strip());
                return text.strip();
            } catch (IllegalArgumentException malformed) {
                throw new InvalidValue(text + " is not an ip address");
            }
        });
    }

    private static Flag<String> choice(String name, String help, String usual, String other) {
        return Flag.of(name, "string", help + " (\"" + usual + "\", \"" + other + "\")", text -> {
            if (!text.equals(usual) && !text.equals(other)) {
                throw new InvalidValue("invalid value (" + text + "): use \"" + usual + "\" or \"" + other + "\"");
            }
            return text;
        });
    }

    private static Flag<Boolean> onUnlessSaid(String name, String help) {
        return Flag.bool(name, help).initially("true");
    }

    private static Flag<Long> atLeast(int least, String name, String help, int usual) {
        Flag<Long> number = Flag.number(name, help).initially(Integer.toString(usual));
        return Flag.of(name, number.type(), number.help(), text -> {
                    long value = number.parser().parse(text);
                    if (value < least || value > Integer.MAX_VALUE) {
                        throw new InvalidValue("invalid " + name.replace('-', ' ') + ": " + text);
                    }
                    return value;
                })
                .initially(number.initial());
    }

    /** True is how it is; only false is refused. */
    private static Flag<Boolean> always(String name, String why) {
        Flag<Boolean> plain = onUnlessSaid(name, "Always so: " + why);
        return new Flag<>(
                name,
                "",
                "",
                "true",
                plain.help(),
                text -> {
                    if (!plain.parser().parse(text)) {
                        throw new InvalidValue(new Refusal.Without(why).reason());
                    }
                    return true;
                },
                plain.refusal());
    }

    private static Flag<String> without(String name, String type, String why) {
        return Flag.of(name, type, "Of dockerd", text -> text).refused(new Refusal.Without(why));
    }

    private static String pool(String text) throws InvalidValue {
        for (String field : text.split(",", -1)) {
            if (field.indexOf('=') < 0) {
                throw new InvalidValue("invalid field '" + field + "' must be a key=value pair");
            }
            String key = field.substring(0, field.indexOf('='));
            if (!List.of("base", "size").contains(key)) {
                throw new InvalidValue("unexpected key '" + key + "' in '" + field + "'");
            }
        }
        return text;
    }
}
