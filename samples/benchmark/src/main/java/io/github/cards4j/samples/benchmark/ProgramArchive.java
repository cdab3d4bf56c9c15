package io.github.cards4j.samples.benchmark;

import io.github.cards4j.torch.DeviceProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the archive that the library loads on a device to a file, for {@code tools/gpu_steps.py}; see docs/gpu.md. */
public final class ProgramArchive {

    private ProgramArchive() {}

    public static void main(String... args) {
        try {
            System.out.println("wrote " + write(args));
        } catch (UsageException e) {
            System.err.println("ProgramArchive: " + e.getMessage());
            System.exit(2);
        } catch (UncheckedIOException e) {
            System.err.println("ProgramArchive: " + e.getMessage());
            System.exit(1);
        }
    }

    /** @return the file written */
    static Path write(String... args) {
        if (args.length != 1) {
            throw new UsageException("give one argument, the file to write, such as program.pt");
        }
        Path file = Path.of(args[0]).toAbsolutePath();
        try {
            return Files.write(file, DeviceProgram.archive());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
