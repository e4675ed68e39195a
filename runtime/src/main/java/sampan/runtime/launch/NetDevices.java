package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.kernel.Errno;
import sampan.oci.spec.Implements;
import sampan.oci.spec.NetDevice;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Label;
import sampan.runtime.program.Quoted;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#network-devices">config-linux.md#network-devices</a>
 *
 * <p>The parent moves each device, as that takes the host's rights; the child, who waits for that, gives it its addresses again, which
 * it loses on the way, and brings it up. Nothing moves back: the kernel gives physical devices back to the host when the namespace goes.
 */
@Implements(value = "config-linux.md#network-devices", properties = "linux.netDevices")
final class NetDevices {
    private static final String NETLINK = "netlink socket";
    private static final String MOVED = "devices are moved";
    private static final String AWAITED = "devices are awaited";
    private static final String INDEX = "device index";
    private static final int LONGEST = 15;
    private static final int IFREQ = 40;
    private static final int INDEX_IN_REQUEST = 16;
    private static final int INDEX_AT = 20;
    private static final int ANSWER = 1024;
    private static final int ERROR_AT = 16;
    private static final int FAILED = 125;

    private NetDevices() {}

    /** A device on its way: the messages are written before the child is born, so that both have them. */
    record Moving(String host, String name, Buffer move, List<Buffer> addresses, Buffer up) {}

    static void prepare(Launch launch) {
        if (launch.linux().netDevices().isEmpty()) {
            return;
        }
        if (!launch.namespaces().has(Namespaces.Kind.NETWORK)) {
            throw new InvalidSpecException("linux.netDevices: the container has no network namespace of its own");
        }
        Script script = launch.script();
        script.purpose("network devices", "a socket in the host's network namespace", "rtnetlink(7)")
                .blame("linux.netDevices: %CALL%: %ERROR%");
        netlink(script, NETLINK);
        Pipes.socketpair(launch, MOVED, AWAITED);
        for (Map.Entry<String, NetDevice> device : launch.linux().netDevices().entrySet()) {
            String name = device.getValue().name();
            Moving moving = moving(launch, device.getKey(), name == null || name.isEmpty() ? device.getKey() : name);
            index(launch, moving, moving.host);
            launch.devices().add(moving);
        }
    }

    private static Moving moving(Launch launch, String host, String name) {
        check(host);
        check(name);
        // The kernel would move it first and then not rename it: it would be lost.
        boolean taken = (name.equals("lo") && launch.namespaces().creates(Namespaces.Kind.NETWORK))
                || launch.devices().stream().anyMatch(other -> other.name.equals(name) && name.indexOf('%') < 0);
        if (taken) {
            throw new InvalidSpecException("linux.netDevices: " + host + ": there is a device " + name + " already");
        }
        List<Buffer> addresses = new ArrayList<>();
        for (byte[] address : launch.request().addresses().getOrDefault(host, List.of())) {
            addresses.add(RouteMessage.of(RouteMessage.NEW_ADDRESS, address, "{an address of " + host + "}"));
        }
        boolean joined = launch.namespaces().joins(Namespaces.Kind.NETWORK);
        Buffer move = joined
                ? RouteMessage.moveTo(
                        Namespaces.joined(launch, Namespaces.Kind.NETWORK).number(), name)
                : RouteMessage.moveToProcess(name);
        return new Moving(host, name, move, addresses, RouteMessage.up());
    }

    private static void check(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        boolean odd = length == 0
                || length > LONGEST
                || name.equals(".")
                || name.equals("..")
                || name.chars().anyMatch(c -> c == '/' || c == ':' || c <= ' ');
        if (odd) {
            throw new InvalidSpecException("linux.netDevices: invalid network device name " + Quoted.of(name));
        }
    }

    private static void netlink(Script script, String register) {
        script.call(
                        Syscall.SOCKET,
                        Symbol.AF_NETLINK.argument(),
                        Symbol.all(Symbol.SOCK_RAW, Symbol.SOCK_CLOEXEC),
                        Argument.of(0))
                .into(script.register(register));
    }

    /** Finds the device by this name, and writes its number into all its messages. */
    private static void index(Launch launch, Moving device, String name) {
        byte[] request = new byte[IFREQ];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, request, 0, bytes.length);
        Buffer asked = Buffer.of(request, "{" + name + "}");
        Script script = launch.script();
        script.blame("linux.netDevices: " + device.host + ": %ERROR%");
        script.call(
                        Syscall.SOCKET,
                        Symbol.AF_INET.argument(),
                        Symbol.all(Symbol.SOCK_DGRAM, Symbol.SOCK_CLOEXEC),
                        Argument.of(0))
                .into(launch.register("file"));
        script.call(Syscall.IOCTL, launch.value("file"), Symbol.SIOCGIFINDEX.argument(), Argument.of(asked));
        script.call(Syscall.CLOSE, launch.value("file"));
        script.peek(asked, INDEX_IN_REQUEST, Integer.BYTES, launch.register(INDEX));
        List<Buffer> all = new ArrayList<>(device.addresses);
        all.addAll(List.of(device.move, device.up));
        all.forEach(message -> script.poke(message, INDEX_AT, launch.register(INDEX), Integer.BYTES));
    }

    /** In the parent, once the child is there. */
    static void move(Launch launch) {
        if (launch.devices().isEmpty()) {
            return;
        }
        Script script = launch.script();
        boolean joined = launch.namespaces().joins(Namespaces.Kind.NETWORK);
        for (Moving device : launch.devices()) {
            script.purpose(
                            "move network device " + device.host,
                            "it is " + device.name + " in the container",
                            "rtnetlink(7)")
                    .blame("linux.netDevices: " + device.host + ": %ERROR%");
            if (!joined) {
                script.poke(device.move, device.move.size() - Integer.BYTES, launch.register("pid"), Integer.BYTES);
            }
            ask(launch, NETLINK, device.move);
        }
        script.call(Syscall.WRITE, launch.value(MOVED), Argument.of(Buffer.space(1, "{0}")), Argument.of(1));
        for (String used : List.of(NETLINK, MOVED, AWAITED)) {
            script.call(Syscall.CLOSE, launch.value(used));
        }
    }

    /** In the child, in its network namespace. */
    static void configure(Launch launch) {
        if (launch.devices().isEmpty()) {
            return;
        }
        Script script = launch.script();
        script.purpose("wait for network devices", "the launch process moves them", "unix(7)")
                .blame("linux.netDevices: the launch process ended");
        script.call(Syscall.CLOSE, launch.value(MOVED));
        Buffer word = Buffer.ints("&byte", 1);
        script.call(Syscall.READ, launch.value(AWAITED), Argument.of(word), Argument.of(1));
        script.call(
                        Syscall.FUTEX,
                        Argument.of(word),
                        Symbol.FUTEX_WAIT_PRIVATE.argument(),
                        Argument.of(0),
                        Argument.of(Buffer.longs("{0, 0}", 0, 0)))
                .tolerate(Errno.ETIMEDOUT);
        netlink(script, "netlink");
        for (Moving device : launch.devices()) {
            script.purpose("network device " + device.name, "its addresses, and up", "rtnetlink(7)");
            // A number generated by the kernel is not known here; then that of the device is as it was.
            if (device.name.indexOf('%') < 0) {
                index(launch, device, device.name);
            }
            device.addresses.forEach(address -> ask(launch, "netlink", address));
            ask(launch, "netlink", device.up);
        }
        script.call(Syscall.CLOSE, launch.value("netlink"));
    }

    /** One request; the answer's error, if there is one, is told in the place of an operation's. */
    private static void ask(Launch launch, String socket, Buffer message) {
        Script script = launch.script();
        Buffer answer = Buffer.space(ANSWER, "&answer");
        script.call(Syscall.WRITE, launch.value(socket), Argument.of(message), Argument.of(message.size()));
        script.call(Syscall.READ, launch.value(socket), Argument.of(answer), Argument.of(ANSWER));
        script.peek(answer, ERROR_AT, Integer.BYTES, launch.register("answer"));
        Label fine = script.label();
        Argument zero = Argument.of(0);
        script.call(Syscall.PRCTL, Symbol.PR_GET_NO_NEW_PRIVS.argument(), launch.value("answer"), zero, zero, zero)
                .tolerate(Errno.EINVAL)
                .thenTo(fine);
        byte[] told = new byte[Handover.REPORT];
        ByteBuffer.wrap(told).order(ByteOrder.LITTLE_ENDIAN).putInt(Handover.DEVICE);
        Buffer report = Buffer.of(told, "{device}");
        script.poke(report, Integer.BYTES, launch.register("answer"), Integer.BYTES);
        script.call(Syscall.WRITE, launch.value(Pipes.REPORT), Argument.of(report), Argument.of(told.length));
        script.call(Syscall.EXIT, Argument.of(FAILED));
        script.place(fine);
    }
}
