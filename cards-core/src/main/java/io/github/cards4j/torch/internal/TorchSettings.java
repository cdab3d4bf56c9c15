package io.github.cards4j.torch.internal;

/**
 * How models compute on a device.
 *
 * @param device PyTorch's name: {@code cpu} or {@code cuda:N}
 * @param dtype PyTorch's number of the computing type
 * @param products how matrix products are computed
 */
public record TorchSettings(String device, long dtype, Products products) {

    public boolean cpu() {
        return device.equals("cpu");
    }

    boolean packed() {
        return products == Products.PACKED;
    }
}
