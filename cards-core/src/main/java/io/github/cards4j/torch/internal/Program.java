package io.github.cards4j.torch.internal;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtModel;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.github.cards4j.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device program, loaded. Its methods are called on one thread. */
public final class Program implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private static final String RESOURCE = "/io/github/cards4j/torch/decoder.py";

    /** The operators of oneDNN in the program, and what stands in for them where the library was built without it, as on macOS. */
    private static final Map<String, String> WITHOUT_PACKING = Map.of(
            "ops.mkldnn._reorder_linear_weight(w, 8)",
            "torch.clone(w)",
            "ops.mkldnn._linear_pointwise(x, w, bias, \"none\", annotate(List[Optional[number]], []), \"\")",
            "torch.linear(x, w, bias)");

    private final PtNDManager manager;
    private final Slab slab = new Slab();
    private final ExitGuard guard = new ExitGuard();
    // the block dies with its model: keep both
    private final Model model;
    private final PtSymbolBlock block;
    private final boolean packs;

    private Program(PtNDManager manager, Model model, boolean packs) {
        this.manager = manager;
        this.model = model;
        this.packs = packs;
        this.block = (PtSymbolBlock) model.getBlock();
    }

    /** The archive, as Java writes it; any libtorch of this version can load it. */
    public static byte[] archive() {
        return archive(source());
    }

    private static byte[] archive(String source) {
        return ScriptArchive.of("Decoder", source);
    }

    private static String source() {
        try (InputStream in = Program.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new ModelException("the class path lacks " + RESOURCE + ": cards-core is not complete");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ModelException("cannot read " + RESOURCE + " from the class path", e);
        }
    }

    /** The program for a library that has no operators to pack matrices. */
    static String withoutPacking() {
        String source = source();
        for (Map.Entry<String, String> each : WITHOUT_PACKING.entrySet()) {
            source = source.replace(each.getKey(), each.getValue());
        }
        return source;
    }

    public static Program load(PtNDManager manager) {
        try {
            return new Program(manager, model(source()), true);
        } catch (IOException | MalformedModelException | EngineException e) {
            LOG.debug("the library does not load the device program as it is", e);
            return loadWithoutPacking(manager);
        }
    }

    static Program loadWithoutPacking(PtNDManager manager) {
        try {
            return new Program(manager, model(withoutPacking()), false);
        } catch (IOException | MalformedModelException | EngineException e) {
            throw new ModelException(
                    "this PyTorch library does not load the device program: version 2.7.1 is needed", e);
        }
    }

    private static Model model(String source) throws IOException, MalformedModelException {
        Model model = Model.newInstance("cards", Device.cpu(), "PyTorch");
        try {
            ((PtModel) model).load(new ByteArrayInputStream(archive(source)), Map.of());
            return model;
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Whether its library has operators that pack matrices; not every CPU packs every type. */
    boolean packs() {
        return packs;
    }

    public Arena arena() {
        return new Arena(manager, slab);
    }

    /** From now on an exit of the JVM waits for the call in hand, and no other begins. */
    public void stopAtExit() {
        guard.install();
    }

    /** Calls a method of the program. The caller closes the result. */
    IValue call(String method, IValue... arguments) {
        try {
            return guard.call(() -> IValueUtils.runMethod(block, method, arguments));
        } catch (EngineException e) {
            throw translated(method, e);
        }
    }

    private static ModelException translated(String method, EngineException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("out of memory")
                || lower.contains("can't allocate")
                || lower.contains("not enough memory")) {
            return new ModelException(
                    "the device has no memory left: use a smaller model, a smaller dtype (bfloat16), fewer lanes (maxLanes),"
                            + " or shorter prompts; the library says: " + lastLine(message),
                    e);
        }
        return new ModelException("the device program failed in " + method + ": " + lastLine(message), e);
    }

    private static String lastLine(String message) {
        return message.lines()
                .filter(line -> line.contains("Error:"))
                .reduce((a, b) -> b)
                .orElse(message.lines().findFirst().orElse("no message"))
                .strip();
    }

    @Override
    public void close() {
        model.close();
        guard.remove();
    }
}
