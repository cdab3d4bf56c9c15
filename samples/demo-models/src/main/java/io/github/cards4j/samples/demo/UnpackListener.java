package io.github.cards4j.samples.demo;

import java.nio.file.Path;

/** Hears how far the unpacking of a model has come. Not called when there is nothing to unpack. */
@FunctionalInterface
public interface UnpackListener {

    /**
     * A file has been unpacked.
     *
     * @param file where it lies now
     * @param done bytes unpacked so far, of all files
     * @param total bytes of all files
     */
    void unpacked(Path file, long done, long total);
}
