package io.github.cards4j.checkpoint.internal;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import io.github.cards4j.checkpoint.Djl;
import io.github.cards4j.model.ModelException;

/** The native library that tokenizes. It is unpacked and loaded once in a process, when it is first needed. */
final class TokenizerLibrary {

    private TokenizerLibrary() {}

    /**
     * So that no model's file is blamed for it.
     *
     * @throws ModelException if it could not be loaded
     */
    static void require() {
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | LinkageError e) {
            // What DJL throws does not say what the disk said: that is in its log only.
            throw new ModelException(
                    "the tokenizers' native library cannot be loaded (" + causes(e) + "). It lies in"
                            + " ai.djl.huggingface:tokenizers and is unpacked (14 MB) below " + Djl.nativeFolder()
                            + ": make room there and let programs be loaded from there, or name another folder with"
                            + " ENGINE_CACHE_DIR; then start this process again",
                    e);
        }
    }

    private static String causes(Throwable e) {
        StringBuilder causes = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            causes.append(causes.isEmpty() ? "" : ": ").append(t.getMessage());
        }
        return causes.toString();
    }
}
