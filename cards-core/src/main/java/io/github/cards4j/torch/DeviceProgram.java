package io.github.cards4j.torch;

import io.github.cards4j.torch.internal.Program;

/** The program that models run on a device: TorchScript, written once for CPU and GPU, language and reward models. */
public final class DeviceProgram {

    private DeviceProgram() {}

    /**
     * The archive that is loaded into PyTorch's library, for running the very same program elsewhere: write it to a file, and
     * {@code torch.jit.load} of PyTorch 2.7 reads it. It holds code and no weights.
     */
    public static byte[] archive() {
        return Program.archive();
    }
}
