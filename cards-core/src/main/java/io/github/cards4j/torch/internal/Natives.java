package io.github.cards4j.torch.internal;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import io.github.cards4j.checkpoint.Djl;
import io.github.cards4j.model.ModelException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PyTorch's native library: finding it, and saying what to do where it is not. */
public final class Natives {

    private static final Logger LOG = LoggerFactory.getLogger(Natives.class);
    private static final String VERSION = "2.7.1";
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    private Natives() {}

    /** Lower case, checked: {@code auto}, {@code cpu} or {@code cuda:N}. */
    public static String checkedDevice(String device) {
        String name = device.strip().toLowerCase(Locale.ROOT);
        Matcher cuda = CUDA.matcher(name);
        if (cuda.matches()) {
            return cuda.group(1) == null ? "cuda:0" : name;
        }
        if (!name.equals("auto") && !name.equals("cpu")) {
            throw new IllegalArgumentException("unknown device '" + device + "': use auto, cpu or cuda:N");
        }
        return name;
    }

    /** Loads the library. */
    public static Engine load(boolean download) {
        Djl.prepare(download);
        String named = setting("PYTORCH_LIBRARY_PATH");
        if (named != null && !named.isEmpty()) {
            checkNamed(named);
        } else if (!download) {
            checkClassPath(Natives.class.getClassLoader(), classifier());
        }
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException | UnsatisfiedLinkError | IllegalStateException | UncheckedIOException e) {
            throw failed(e);
        }
    }

    /**
     * Settles how this thread computes; called once on the thread that owns a device.
     *
     * @param threads of tensor work on a CPU; 0 for as many as there are processors
     */
    public static void settle(int threads) {
        // thread-local: with it on, tensors made of constants would be shared between calls
        JniUtils.setGraphExecutorOptimize(false);
        // Never leave the number open: the library and its mathematics would then resize the pool of threads at every
        // turn
        // when the machine is busy, which was ten times slower.
        JniUtils.setNumThreads(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    }

    /** DJL would pass over a folder without the library, and take another one or none. */
    static void checkNamed(String folders) {
        String library = System.mapLibraryName("torch");
        for (String folder : folders.split(File.pathSeparator, -1)) {
            Path path = Path.of(folder);
            if (Files.isRegularFile(path.endsWith(library) ? path : path.resolve(library))) {
                return;
            }
        }
        throw new ModelException("PYTORCH_LIBRARY_PATH is " + folders + ", but there is no " + library
                + ": name the lib folder of a libtorch " + VERSION + " (see docs/gpu.md), or unset it");
    }

    /** @param system as {@link #classifier} names it */
    static void checkClassPath(ClassLoader loader, String system) {
        List<String> found = new ArrayList<>();
        try {
            for (URL url : Collections.list(loader.getResources("native/lib/pytorch.properties"))) {
                Properties properties = new Properties();
                try (InputStream in = url.openStream()) {
                    properties.load(in);
                }
                found.add(properties.getProperty("classifier", "") + " (" + properties.getProperty("flavor", "") + ")");
                if (system.equals(properties.getProperty("classifier"))) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new ModelException("cannot read native/lib/pytorch.properties from the class path", e);
        }
        String why = found.isEmpty()
                ? "there is no native PyTorch library on the class path"
                : "the native PyTorch library on the class path is for " + String.join(", ", found) + ", not for "
                        + system;
        throw new ModelException(why + ": " + advice(system));
    }

    private static String advice(String system) {
        return "add the dependency ai.djl.pytorch:pytorch-native-cpu:" + VERSION + ":" + system
                + " (runtime), or set PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to an existing libtorch " + VERSION
                + " (see docs/gpu.md), or allow the download with nativeDownload=true";
    }

    static ModelException failed(Throwable e) {
        StringBuilder causes = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            causes.append(causes.isEmpty() ? "" : ": ").append(t.getMessage());
        }
        String text = causes.toString();
        if (text.contains("No space left") || text.contains("Failed to extract")) {
            return new ModelException(
                    "PyTorch's library (about 450 MB) cannot be unpacked below " + Djl.nativeFolder() + " (" + text
                            + "): make room there, or name another folder with ENGINE_CACHE_DIR",
                    e);
        }
        return new ModelException(
                "the native PyTorch library cannot be loaded (" + text + "): " + advice(classifier()), e);
    }

    private static @Nullable String setting(String name) {
        String value = System.getProperty(name);
        return value != null ? value : System.getenv(name);
    }

    /** As the native artifacts are named: {@code linux-x86_64}, {@code osx-aarch64}, … */
    static String classifier() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String family = os.startsWith("windows") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        return family + "-" + (arch.equals("amd64") ? "x86_64" : arch.equals("arm64") ? "aarch64" : arch);
    }

    /** PyTorch's name of the device wanted. */
    public static String device(Engine engine, String wanted) {
        int gpus = engine.hasCapability(ai.djl.engine.StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
        if (wanted.equals("auto")) {
            return gpus > 0 ? "cuda:0" : "cpu";
        }
        if (wanted.equals("cpu")) {
            return wanted;
        }
        int index = Integer.parseInt(wanted.substring("cuda:".length()));
        if (index >= gpus) {
            throw new ModelException(
                    "device=" + wanted + " is not there: "
                            + (gpus > 0
                                    ? "this machine has " + gpus + " (cuda:0 to cuda:" + (gpus - 1) + ")"
                                    : engine.hasCapability(ai.djl.engine.StandardCapabilities.CUDA)
                                            ? "the CUDA runtime is not found (libcudart must be on the library path; see docs/gpu.md)"
                                            : "the PyTorch library in use sees no NVIDIA GPU: it is built for CPUs, or there is no driver; see docs/gpu.md"));
        }
        return wanted;
    }

    /** A CPU library is taken even on a machine with a GPU: say so. */
    public static void warnOfUnusedGpu(Engine engine) {
        try {
            if (!engine.hasCapability(ai.djl.engine.StandardCapabilities.CUDA) && CudaUtils.getGpuCount() > 0) {
                LOG.warn("this machine has a GPU, but the PyTorch library on the class path is built for CPUs: "
                        + "see docs/gpu.md to use it");
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("cannot look for GPUs", e);
        }
    }
}
