package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.checkpoint.Switches;
import io.github.cards4j.checkpoint.Switches.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That {@link FamiliesTest} can fail: each switch of each family's golden model, set wrongly, changes its numbers. */
class SwitchesTest {

    /** Far above what {@link FamiliesTest} lets pass. */
    private static final double SEEN = 1e-3;

    @ParameterizedTest
    @MethodSource("io.github.cards4j.torch.internal.TestDevice#families")
    void eachSwitchMatters(String name) {
        Checkpoint checkpoint = Checkpoint.open(TestDevice.golden(name));
        float[] right = run(checkpoint, checkpoint.config());
        List<String> unseen = new ArrayList<>();
        wrong(checkpoint.config()).forEach((what, config) -> {
            if (!(TestDevice.error(run(checkpoint, config), right) > SEEN)) {
                unseen.add(what);
            }
        });
        assertThat(unseen).isEmpty();
    }

    private static float[] run(Checkpoint checkpoint, ModelConfig config) {
        TorchSettings settings = new TorchSettings("cpu", DtypeNumber.FLOAT32, Products.PLAIN);
        int[] text = TestDevice.tokens(
                TestDevice.expected(checkpoint.name()).get("sequences").get(0));
        try (Transformer transformer =
                        Transformer.load(TestDevice.PROGRAM, checkpoint, config, 0, settings, Progress.NONE);
                KeyValueCache cache = transformer.newCache(8)) {
            Pass pass = new Pass();
            pass.on(cache);
            for (int token : text) {
                pass.addToPrefix(token);
                pass.want();
            }
            return config.kind() == Kind.SEQUENCE_CLASSIFICATION
                    ? transformer.scores(pass)
                    : TestDevice.logits(transformer, pass);
        }
    }

    private static Map<String, ModelConfig> wrong(ModelConfig c) {
        Switches s = c.switches();
        Map<String, ModelConfig> found = new LinkedHashMap<>();
        if (s.queryKeyValueBias()) {
            found.put("queryKeyValueBias", with(c, changed(s, "queryKeyValueBias")));
        }
        if (s.outputBias()) {
            found.put("outputBias", with(c, changed(s, "outputBias")));
        }
        if (s.feedForwardBias()) {
            found.put("feedForwardBias", with(c, changed(s, "feedForwardBias")));
        }
        if (s.queryKeyNorms()) {
            found.put("queryKeyNorms", with(c, changed(s, "queryKeyNorms")));
        }
        if (s.postNorms()) {
            found.put("postNorms", with(c, changed(s, "postNorms")));
        }
        found.put("offsetNorms", with(c, changed(s, "offsetNorms")));
        found.put("activation", with(c, changed(s, "activation")));
        found.put("embeddingScale", with(c, changed(s, "embeddingScale")));
        found.put("attentionScale", with(c, changed(s, "attentionScale")));
        if (s.attentionCap() > 0) {
            found.put("attentionCap", with(c, changed(s, "attentionCap")));
        }
        if (s.logitCap() > 0 && c.kind() == Kind.CAUSAL_LM) {
            found.put("logitCap", with(c, changed(s, "logitCap")));
        }
        if (s.window() > 0) {
            found.put("window off", with(c, windows(s, 0, Set.of())));
            found.put("window wider", with(c, windows(s, s.window() + 1, s.windowedLayers())));
            found.put("window narrower", with(c, windows(s, s.window() - 1, s.windowedLayers())));
            Set<Integer> others = new TreeSet<>();
            for (int i = 0; i < c.layers(); i++) {
                if (!s.windowedLayers().contains(i)) {
                    others.add(i);
                }
            }
            found.put("window in other layers", with(c, windows(s, others.isEmpty() ? 0 : s.window(), others)));
        }
        if (s.windowedRopeTheta() > 0) {
            found.put("windowedRopeTheta", with(c, changed(s, "windowedRopeTheta")));
            found.put("ropeTheta", rope(c, 2 * c.ropeTheta(), true));
            found.put("ropeScaling", rope(c, c.ropeTheta(), false));
        }
        return found;
    }

    private static Switches windows(Switches s, int window, Set<Integer> layers) {
        return new Switches(
                s.queryKeyValueBias(),
                s.outputBias(),
                s.feedForwardBias(),
                s.queryKeyNorms(),
                s.postNorms(),
                s.offsetNorms(),
                s.activation(),
                s.embeddingScale(),
                s.attentionScale(),
                s.attentionCap(),
                s.logitCap(),
                window,
                layers,
                s.windowedRopeTheta());
    }

    /** One switch off, or, if it is off already, on. */
    private static Switches changed(Switches s, String what) {
        return new Switches(
                s.queryKeyValueBias() ^ what.equals("queryKeyValueBias"),
                s.outputBias() ^ what.equals("outputBias"),
                s.feedForwardBias() ^ what.equals("feedForwardBias"),
                s.queryKeyNorms() ^ what.equals("queryKeyNorms"),
                s.postNorms() ^ what.equals("postNorms"),
                s.offsetNorms() ^ what.equals("offsetNorms"),
                !what.equals("activation")
                        ? s.activation()
                        : s.activation() == Activation.SILU ? Activation.GELU_TANH : Activation.SILU,
                !what.equals("embeddingScale") ? s.embeddingScale() : s.embeddingScale() == 1 ? 2 : 1,
                !what.equals("attentionScale") ? s.attentionScale() : 1.5 * s.attentionScale(),
                !what.equals("attentionCap") ? s.attentionCap() : 0,
                !what.equals("logitCap") ? s.logitCap() : 0,
                s.window(),
                s.windowedLayers(),
                !what.equals("windowedRopeTheta") ? s.windowedRopeTheta() : 0);
    }

    private static ModelConfig with(ModelConfig c, Switches switches) {
        return config(c, c.ropeTheta(), true, switches);
    }

    private static ModelConfig rope(ModelConfig c, double theta, boolean scaled) {
        return config(c, theta, scaled, c.switches());
    }

    private static ModelConfig config(ModelConfig c, double theta, boolean scaled, Switches switches) {
        return new ModelConfig(
                c.architecture(),
                c.hiddenSize(),
                c.intermediateSize(),
                c.layers(),
                c.heads(),
                c.kvHeads(),
                c.headDim(),
                c.vocabularySize(),
                c.rmsNormEps(),
                theta,
                scaled ? c.ropeScaling() : null,
                c.tiedEmbeddings(),
                c.maxPositions(),
                c.endTokens(),
                c.padToken(),
                c.labels(),
                c.kind(),
                switches);
    }
}
