package sampan.core.image.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import sampan.oci.layer.TarWriter;
import sampan.oci.store.LayerStore;

/** Brings a layer into the store while its archive is still being written: nothing of it lies anywhere between. */
final class LayerPipe {
    private static final int BUFFER = 1 << 20;

    private LayerPipe() {}

    static LayerStore.Draft store(LayerStore layers, LayerContent content) throws IOException {
        try (PipedInputStream archive = new PipedInputStream(BUFFER)) {
            OutputStream out = new PipedOutputStream(archive);
            CompletableFuture<@Nullable Void> writing = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("layer-pack").start(() -> write(content, out, writing));
            LayerStore.Draft draft = unpack(layers, archive, writing);
            try {
                writing.join();
                return draft;
            } catch (CompletionException failed) {
                draft.close();
                throw reason(failed);
            }
        }
    }

    private static LayerStore.Draft unpack(
            LayerStore layers, PipedInputStream archive, CompletableFuture<@Nullable Void> writing) throws IOException {
        try {
            return layers.unpack(archive);
        } catch (IOException failed) {
            archive.close(); // the writer hears of it, and says what was wrong if it was the writer
            throw writing.isCompletedExceptionally() ? reasonOf(writing, failed) : failed;
        }
    }

    private static void write(LayerContent content, OutputStream out, CompletableFuture<@Nullable Void> writing) {
        try (out) {
            content.write(new TarWriter(out));
            writing.complete(null);
        } catch (IOException | RuntimeException failed) {
            writing.completeExceptionally(failed);
        }
    }

    private static IOException reasonOf(CompletableFuture<@Nullable Void> writing, IOException otherwise) {
        try {
            writing.join();
            return otherwise;
        } catch (CompletionException failed) {
            return reason(failed);
        }
    }

    private static IOException reason(CompletionException failed) {
        return failed.getCause() instanceof IOException io ? io : new IOException("the layer cannot be read", failed);
    }
}
