package sampan.kernel.digest;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.Optional;

/** EVP_DigestInit(3) of libcrypto 3, which has the same functions on every distribution that has it. */
final class OpensslSha256 implements Sha256 {
    private static final String LIBRARY = "libcrypto.so.3";
    private static final int OK = 1;

    private final Functions functions = Functions.FOUND.orElseThrow();
    private final MemorySegment context;

    OpensslSha256() {
        context = functions.newContext();
    }

    static boolean isThere() {
        return Functions.FOUND.isPresent();
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        functions.update(context, MemorySegment.ofArray(bytes).asSlice(offset, length));
    }

    @Override
    public byte[] finish() {
        return functions.finish(context);
    }

    @Override
    public void close() {
        functions.free(context);
    }

    /** The library, loaded once and for good. */
    private record Functions(
            MethodHandle contextNew,
            MethodHandle sha256,
            MethodHandle init,
            MethodHandle update,
            MethodHandle finish,
            MethodHandle contextFree) {
        private static final Optional<Functions> FOUND = load();

        @SuppressWarnings("restricted") // the native calls of this class
        private static Optional<Functions> load() {
            SymbolLookup library;
            try {
                library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
            } catch (IllegalArgumentException notInstalled) {
                return Optional.empty();
            }
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor updateShape = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
            return Optional.of(new Functions(
                    linker.downcallHandle(library.findOrThrow("EVP_MD_CTX_new"), FunctionDescriptor.of(ADDRESS)),
                    linker.downcallHandle(library.findOrThrow("EVP_sha256"), FunctionDescriptor.of(ADDRESS)),
                    linker.downcallHandle(
                            library.findOrThrow("EVP_DigestInit_ex"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
                    // Critical: reads the array where it is; a chunk takes a fraction of a millisecond.
                    linker.downcallHandle(
                            library.findOrThrow("EVP_DigestUpdate"), updateShape, Linker.Option.critical(true)),
                    linker.downcallHandle(
                            library.findOrThrow("EVP_DigestFinal_ex"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
                    linker.downcallHandle(library.findOrThrow("EVP_MD_CTX_free"), FunctionDescriptor.ofVoid(ADDRESS))));
        }

        MemorySegment newContext() {
            try {
                MemorySegment context = (MemorySegment) contextNew.invokeExact();
                MemorySegment kind = (MemorySegment) sha256.invokeExact();
                check((int) init.invokeExact(context, kind, MemorySegment.NULL));
                return context;
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }

        void update(MemorySegment context, MemorySegment bytes) {
            try {
                check((int) update.invokeExact(context, bytes, bytes.byteSize()));
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }

        byte[] finish(MemorySegment context) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment sum = arena.allocate(LENGTH);
                check((int) finish.invokeExact(context, sum, MemorySegment.NULL));
                return sum.toArray(JAVA_BYTE);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }

        void free(MemorySegment context) {
            try {
                contextFree.invokeExact(context);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }

        private static void check(int result) {
            if (result != OK) {
                throw new IllegalStateException("libcrypto refuses SHA-256");
            }
        }
    }
}
