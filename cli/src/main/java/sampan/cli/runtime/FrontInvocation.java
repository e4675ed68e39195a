package sampan.cli.runtime;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.cli.front.AttachFlag;
import sampan.cli.front.AttachResult;
import sampan.cli.front.FrontSession;
import sampan.core.launch.LaunchBinary;
import sampan.kernel.Fd;
import sampan.kernel.socket.PeerCredentials;
import sampan.runtime.command.call.Invocation;

/** A caller at the front. */
final class FrontInvocation implements Invocation {
    private static final int LOST = 255;

    private final FrontSession session;
    private final BinarySource binary;
    private final PeerCredentials peer;

    /** Where the launch binary comes from, once one is needed. */
    @FunctionalInterface
    interface BinarySource {
        LaunchBinary get() throws IOException;
    }

    FrontInvocation(FrontSession session, BinarySource binary) {
        this.session = session;
        this.binary = binary;
        this.peer = session.peer();
    }

    @Override
    public List<String> arguments() {
        return session.request().arguments();
    }

    @Override
    public Map<String, String> environment() {
        return session.request().environment();
    }

    @Override
    public String directory() {
        return session.request().directory();
    }

    @Override
    public int pid() {
        return peer.pid();
    }

    @Override
    public long uid() {
        return peer.uid();
    }

    @Override
    public long gid() {
        return peer.gid();
    }

    @Override
    public Fd stream(int number) {
        return session.request().streams().get(number);
    }

    @Override
    public boolean isTerminal(int number) {
        return session.request().isTerminal(number);
    }

    @Override
    public int rows() {
        return session.rows();
    }

    @Override
    public int columns() {
        return session.columns();
    }

    @Override
    public void out(String text) throws IOException {
        session.out().print(text);
    }

    @Override
    public void err(String text) throws IOException {
        session.err().print(text);
    }

    @Override
    public Fd open(String path, int flags, int mode) throws IOException {
        return session.caller().files().open(path, flags, mode);
    }

    @Override
    public void ahead(String path, int flags) throws IOException {
        session.caller().files().ahead(path, flags);
    }

    @Override
    public Fd folder(String path) throws IOException {
        return session.caller().files().openOrMakeFolder(path);
    }

    @Override
    public Fd inherited(int number) throws IOException {
        return session.inherited(number);
    }

    @Override
    public void launch(Fd program, List<Fd> handed) throws IOException {
        session.caller().launcher().launch(binary.get().memfd(), program, handed);
    }

    @Override
    public int attach(Fd stream, boolean terminal, Optional<Ending> ending) throws IOException {
        Set<AttachFlag> flags = EnumSet.of(AttachFlag.SIGNALS);
        if (terminal) {
            flags.addAll(EnumSet.of(AttachFlag.STDIN, AttachFlag.STDOUT));
            if (isTerminal(0)) {
                flags.add(AttachFlag.RAW);
            }
        }
        return switch (session.attach(stream, flags, new byte[0], _ -> {}, ending)) {
            case AttachResult.Exited(int code) -> code;
            case AttachResult.Detached _, AttachResult.Lost _, AttachResult.Failed _ -> LOST;
        };
    }

    @Override
    public void closeLast(Fd descriptor) {
        session.closeLast(descriptor);
    }

    @Override
    public void check() throws IOException {
        session.checkCancelled();
    }

    @Override
    public void pause(long millis) throws IOException {
        session.await(() -> {
            Thread.sleep(millis);
            return millis;
        });
    }
}
