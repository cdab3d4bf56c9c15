package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that exits while the device is at work: the library must not be taken down under it. */
class ExitTest {

    private static final int STATUS = 7;

    @TempDir
    Path folder;

    @Test
    void anExitInTheMiddleOfAPassIsAnExit() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exiting.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isEqualTo(STATUS);
        assertThat(folder).isEmptyDirectory();
    }

    /** Exits while another thread is in a call that takes longer than a JVM waits by itself. */
    static final class Exiting {

        private static final long LONG_NANOS = 1_500_000_000;
        private static final int WIDTH = 256;
        private static final int ROWS = 16;

        public static void main(String[] args) throws Exception {
            Natives.load(false);
            NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
            Program program = Program.load((PtNDManager) manager);
            program.stopAtExit();
            CountDownLatch atWork = new CountDownLatch(1);
            Thread engine = new Thread(() -> work(program, atWork));
            engine.setDaemon(true);
            engine.setUncaughtExceptionHandler((thread, e) -> {
                e.printStackTrace();
                System.exit(1);
            });
            engine.start();
            atWork.await();
            System.exit(STATUS);
        }

        /** Runs the products of models that get deeper until a run takes long enough, and then of that one for ever. */
        private static void work(Program program, CountDownLatch longEnough) {
            Natives.settle(1);
            try (Arena arena = program.arena()) {
                boolean packed = Packing.works(program, DtypeNumber.FLOAT32);
                IValue matrix = arena.keep(
                        program.call("sample_matrix", arena.of(WIDTH), arena.of(WIDTH), arena.of(DtypeNumber.FLOAT32)));
                IValue product = packed ? arena.keep(program.call("pack", matrix)) : matrix;
                for (int layers = 1024; ; layers *= 2) {
                    try (Arena deeper = program.arena()) {
                        // the same matrix over and over: embedding, norm, head, and six for each layer
                        IValue plain = deeper.tensors(Collections.nCopies(3 + 6 * layers, matrix));
                        IValue products = deeper.tensors(Collections.nCopies(3 + 6 * layers, product));
                        while (nanos(program, plain, products, packed) > LONG_NANOS) {
                            longEnough.countDown();
                        }
                    }
                }
            }
        }

        /** How long a run takes. */
        private static long nanos(Program program, IValue plain, IValue products, boolean packed) {
            try (Arena call = program.arena()) {
                long start = System.nanoTime();
                call.keep(program.call(
                        "products",
                        call.of(ROWS),
                        call.of(WIDTH),
                        call.of(WIDTH),
                        plain,
                        products,
                        call.of(packed ? 1 : 0)));
                return System.nanoTime() - start;
            }
        }
    }
}
