package io.github.cards4j.torch.internal;

/**
 * How models compute on a device.
 *
 * @param device PyTorch's name: {@code cpu} or {@code cuda:N}
 * @param dtype PyTorch's number of the computing type
 * @param packed whether matrices are packed for the CPU's products
 */
public record TorchSettings(String device, long dtype, boolean packed) {

    public boolean cpu() {
        return device.equals("cpu");
    }
}
