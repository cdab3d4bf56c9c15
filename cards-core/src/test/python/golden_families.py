"""Small random checkpoints of every family of models, made so that each of a family's switches matters; see make_goldens.py.

Windows are shorter than the sequences, caps are of the size of what they cap, norms and biases are random. The sequences
of a folder share their beginning, so that they are also the branches of a tree.
"""

import math

import torch
import transformers as t

PREFIX = 17
LENGTHS = (44, 31, 20)
SIZE = dict(
    vocab_size=96,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=16,
    max_position_embeddings=256,
    rms_norm_eps=1e-5,
    bos_token_id=1,
    eos_token_id=2,
    pad_token_id=0,
    attn_implementation="eager",
)
GEMMA = {**SIZE, "query_pre_attn_scalar": 40, "num_hidden_layers": 4}
GEMMA2 = {**GEMMA, "sliding_window": 8, "attn_logit_softcapping": 1.5, "final_logit_softcapping": 2.0}
GEMMA3 = {
    **GEMMA,
    "sliding_window": 8,
    "sliding_window_pattern": 3,
    "rope_theta": 50000.0,
    "rope_local_base_freq": 100.0,
    "rope_scaling": {"rope_type": "linear", "factor": 4.0},
    "final_logit_softcapping": 3.0,
}
KINDS = ["sliding_attention", "full_attention", "sliding_attention"]
VISION = dict(
    hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2, image_size=16, patch_size=8
)


def language_models():
    """Folder, configuration, class, type of the stored weights."""
    bf16, f16, f32 = torch.bfloat16, torch.float16, torch.float32
    no_head_dim = {k: v for k, v in SIZE.items() if k != "head_dim"}
    yield ("family-llama-biases", t.LlamaConfig(**SIZE, attention_bias=True, mlp_bias=True, hidden_act="gelu"),
           t.LlamaForCausalLM, f16)
    yield "family-mistral", t.MistralConfig(**SIZE, sliding_window=8), t.MistralForCausalLM, bf16
    yield ("family-qwen2", t.Qwen2Config(**no_head_dim, use_sliding_window=True, sliding_window=8, max_window_layers=1),
           t.Qwen2ForCausalLM, bf16)
    yield ("family-qwen3", t.Qwen3Config(**SIZE, attention_bias=True, use_sliding_window=True, sliding_window=9,
                                         layer_types=KINDS), t.Qwen3ForCausalLM, bf16)
    yield "family-gemma2", t.Gemma2Config(**GEMMA2), t.Gemma2ForCausalLM, f32
    yield "family-gemma3", t.Gemma3TextConfig(**GEMMA3), t.Gemma3ForCausalLM, bf16
    # the class that also reads images does not cap its logits (nor do published configurations ask for it)
    left_out = ("bos_token_id", "eos_token_id", "attn_implementation", "final_logit_softcapping")
    text = {k: v for k, v in GEMMA3.items() if k not in left_out}
    yield ("family-gemma3-nested", t.Gemma3Config(text_config=text, vision_config=VISION, mm_tokens_per_image=4,
                                                  eos_token_id=[1, 5], attn_implementation="eager"),
           t.Gemma3ForConditionalGeneration, bf16)


def reward_models():
    """Folder, configuration, class, and which output the scores are of."""
    one = {"num_labels": 1}
    three = {"id2label": {0: "help", 1: "harm", 2: "truth"}, "label2id": {"help": 0, "harm": 1, "truth": 2}}
    yield "family-llama-labels", t.LlamaConfig(**SIZE, **three), t.LlamaForSequenceClassification, 1
    yield "family-mistral-reward", t.MistralConfig(**SIZE, **one, sliding_window=8), t.MistralForSequenceClassification, 0
    yield "family-qwen2-reward", t.Qwen2Config(**SIZE, **one), t.Qwen2ForSequenceClassification, 0
    yield "family-qwen3-reward", t.Qwen3Config(**SIZE, **one), t.Qwen3ForSequenceClassification, 0
    yield "family-gemma2-reward", t.Gemma2Config(**GEMMA2, **one), t.Gemma2ForSequenceClassification, 0
    yield "family-gemma3-reward", t.Gemma3TextConfig(**GEMMA3, **one), t.Gemma3TextForSequenceClassification, 0
    yield ("family-gemma3-nested-reward", t.Gemma3Config(
        text_config={k: v for k, v in GEMMA3.items() if k != "attn_implementation"}, vision_config=VISION,
        mm_tokens_per_image=4, **one, attn_implementation="eager"), t.Gemma3ForSequenceClassification, 0)


def randomise(model, seed):
    generator = torch.Generator().manual_seed(seed)
    offset = "Gemma" in type(model).__name__
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if "norm" in name:
                weight.copy_((0 if offset else 1) + 0.4 * noise)
            elif name.endswith("bias"):
                weight.copy_(0.5 * noise)
            elif "embed" in name or "lm_head" in name:
                weight.copy_(0.4 * noise)
            else:
                weight.copy_(1.2 * noise / math.sqrt(weight.shape[-1]))
    return model.eval()


def sequences(vocabulary, seed):
    generator = torch.Generator().manual_seed(seed)
    shared = torch.randint(6, vocabulary, (PREFIX,), generator=generator).tolist()
    return [shared + torch.randint(6, vocabulary, (n - PREFIX,), generator=generator).tolist() for n in LENGTHS]
