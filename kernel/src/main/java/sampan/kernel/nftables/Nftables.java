package sampan.kernel.nftables;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** libnftables(3): one context, used by one thread at a time, on the network namespace of this process. */
public final class Nftables implements AutoCloseable {
    private static final String LIBRARY = "libnftables.so.1";
    private static final long MOST_OUTPUT = 64 << 20;

    private final Functions functions;
    private final MemorySegment context;

    private Nftables(Functions functions) {
        this.functions = functions;
        context = functions.open();
    }

    /** Whether this host has the library. */
    public static boolean isThere() {
        return Functions.FOUND.isPresent();
    }

    /** @throws NftablesException when this host has not the library */
    public static Nftables open() throws NftablesException {
        return new Nftables(Functions.FOUND.orElseThrow(
                () -> new NftablesException(LIBRARY + " is not installed: apt-get install nftables")));
    }

    /**
     * Runs commands in the language of nft(8) as one transaction.
     *
     * @return what they print
     * @throws NftablesException with what nft says; then nothing was done
     */
    public synchronized String run(String commands) throws NftablesException {
        Functions.Answer answer = functions.run(context, commands);
        if (answer.code() != 0) {
            throw new NftablesException(
                    "nft: " + answer.errors().lines().findFirst().orElse("refused without a word"));
        }
        return answer.output();
    }

    @Override
    public synchronized void close() {
        functions.close(context);
    }

    /** The library, loaded once and for good. */
    private record Functions(
            MethodHandle contextNew,
            MethodHandle bufferOutput,
            MethodHandle bufferError,
            MethodHandle runCommands,
            MethodHandle output,
            MethodHandle error,
            MethodHandle contextFree) {
        private static final Optional<Functions> FOUND = load();

        /** What a run of commands left in the context's buffers. */
        record Answer(int code, String output, String errors) {}

        @SuppressWarnings("restricted") // the native calls of this class
        private static Optional<Functions> load() {
            SymbolLookup library;
            try {
                library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
            } catch (IllegalArgumentException notInstalled) {
                return Optional.empty();
            }
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor toNumber = FunctionDescriptor.of(JAVA_INT, ADDRESS);
            FunctionDescriptor toText = FunctionDescriptor.of(ADDRESS, ADDRESS);
            return Optional.of(new Functions(
                    linker.downcallHandle(library.findOrThrow("nft_ctx_new"), FunctionDescriptor.of(ADDRESS, JAVA_INT)),
                    linker.downcallHandle(library.findOrThrow("nft_ctx_buffer_output"), toNumber),
                    linker.downcallHandle(library.findOrThrow("nft_ctx_buffer_error"), toNumber),
                    linker.downcallHandle(
                            library.findOrThrow("nft_run_cmd_from_buffer"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
                    linker.downcallHandle(library.findOrThrow("nft_ctx_get_output_buffer"), toText),
                    linker.downcallHandle(library.findOrThrow("nft_ctx_get_error_buffer"), toText),
                    linker.downcallHandle(library.findOrThrow("nft_ctx_free"), FunctionDescriptor.ofVoid(ADDRESS))));
        }

        MemorySegment open() {
            try {
                MemorySegment context = (MemorySegment) contextNew.invokeExact(0);
                int buffered = (int) bufferOutput.invokeExact(context) + (int) bufferError.invokeExact(context);
                if (MemorySegment.NULL.equals(context) || buffered != 0) {
                    throw new OutOfMemoryError("nft_ctx_new");
                }
                return context;
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }

        Answer run(MemorySegment context, String commands) {
            try (Arena arena = Arena.ofConfined()) {
                int code = (int) runCommands.invokeExact(context, arena.allocateFrom(commands));
                return new Answer(code, text((MemorySegment) output.invokeExact(context)), text((MemorySegment)
                        error.invokeExact(context)));
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }

        @SuppressWarnings("restricted") // the library's own buffer, NUL at its end
        private static String text(MemorySegment buffer) {
            MemorySegment all = buffer.reinterpret(MOST_OUTPUT);
            long length = 0;
            while (all.get(JAVA_BYTE, length) != 0) {
                length++;
            }
            return new String(all.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }

        void close(MemorySegment context) {
            try {
                contextFree.invokeExact(context);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
