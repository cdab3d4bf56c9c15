"""Writes the golden files: small random checkpoints and tokenizers, and what the original libraries make of them.

    pip install torch==2.7.1 transformers==4.57.6 tokenizers==0.22.2
    python cards-core/src/test/python/make_goldens.py

The numbers are float32 from the reference ("eager") attention, one sequence at a time, without a cache. Every folder is a
complete model folder; README.md beside the folders describes the files.
"""

import json
import math
import shutil
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM, LlamaForSequenceClassification

import golden_families
import golden_tokenizers

GOLDEN = Path(__file__).parents[1] / "resources/io/github/cards4j/golden"
GREEDY = 16

BASE = dict(
    vocab_size=96,
    hidden_size=32,
    intermediate_size=80,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=256,
    rms_norm_eps=1e-5,
    rope_theta=10000.0,
    bos_token_id=1,
    eos_token_id=2,
    pad_token_id=0,
    attn_implementation="eager",
)
LLAMA3 = dict(
    rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=64
)


def randomise(model, seed):
    """Weights large enough that rows differ and the norms matter."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if "norm" in name:
                weight.copy_(1 + 0.2 * noise)
            elif "embed" in name or "lm_head" in name:
                weight.copy_(0.4 * noise)
            else:
                weight.copy_(1.2 * noise / math.sqrt(weight.shape[1]))
    return model.eval()


def sequences(vocabulary, seed):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(3, vocabulary, (n,), generator=generator).tolist() for n in (48, 7, 1)]


def floats(folder, name, tensor):
    tensor.detach().float().contiguous().numpy().astype("<f4").tofile(folder / name)
    return {"file": name, "shape": list(tensor.shape)}


@torch.no_grad()
def logits(model, ids):
    return model(torch.tensor([ids])).logits[0].float()


def greedy(model, ids):
    ids = list(ids)
    for _ in range(GREEDY):
        ids.append(int(logits(model, ids)[-1].argmax()))
    return ids[-GREEDY:]


def expect_language_model(model, folder, texts, own_dtype=None):
    own = None if own_dtype is None else type(model).from_pretrained(
        folder, dtype=own_dtype, attn_implementation="eager").eval()
    expected = {"sequences": []}
    for number, ids in enumerate(texts):
        rows = logits(model, ids)
        logs = rows.double().log_softmax(-1)
        entry = {
            "tokens": ids,
            "logits": floats(folder, f"logits-{number}.bin", rows),
            "entropies": (-(logs.exp() * logs).sum(-1)).tolist(),
            "nextLogProbs": [float(logs[i, ids[i + 1]]) for i in range(len(ids) - 1)],
            "greedy": greedy(model, ids),
        }
        if own is not None:
            entry["ownTypeLogits"] = floats(folder, f"own-type-logits-{number}.bin", logits(own, ids))
        expected["sequences"].append(entry)
    write(folder, expected)


def expect_reward_model(model, folder, texts, label=0):
    expected = {"sequences": []}
    for ids in texts:
        scores = [float(logits(model, ids[: n + 1])[label]) for n in range(len(ids))]
        expected["sequences"].append({"tokens": ids, "prefixScores": scores})
    write(folder, expected)


def write(folder, expected):
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def language_model(name, seed, dtype=None, tokenizer=None, shard=None, **config):
    folder = fresh(name)
    config = LlamaConfig(**{**BASE, **config})
    model = randomise(LlamaForCausalLM(config), seed)
    if dtype is not None:
        model = model.to(dtype)
    model.save_pretrained(folder, **({} if shard is None else {"max_shard_size": shard}))
    if tokenizer is not None:
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if dtype is not None:
        # not model.float(): the cast has rounded its rotary frequencies too
        model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    expect_language_model(model, folder, sequences(config.vocab_size, seed + 1), dtype)


def reward_model(name, seed, tokenizer=None, dtype=None, **config):
    folder = fresh(name)
    config = LlamaConfig(**{**BASE, "num_labels": 1, **config})
    model = randomise(LlamaForSequenceClassification(config), seed)
    if dtype is not None:
        model = model.to(dtype)
    model.save_pretrained(folder)
    if tokenizer is not None:
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if dtype is not None:
        model = LlamaForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
    expect_reward_model(model, folder, sequences(config.vocab_size, seed + 1))


def families():
    half = (torch.bfloat16, torch.float16)
    seed = 200
    for name, config, kind, dtype in golden_families.language_models():
        seed += 10
        folder = fresh(name)
        golden_families.randomise(kind(config), seed).to(dtype).save_pretrained(folder)
        model = kind.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        texts = golden_families.sequences(96, seed + 1)
        expect_language_model(model, folder, texts, dtype if dtype in half else None)
    for name, config, kind, label in golden_families.reward_models():
        seed += 10
        folder = fresh(name)
        golden_families.randomise(kind(config), seed).to(torch.bfloat16).save_pretrained(folder)
        model = kind.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        expect_reward_model(model, folder, golden_families.sequences(96, seed + 1), label)


def fresh(name):
    folder = GOLDEN / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def main():
    torch.set_num_threads(1)
    chatml = golden_tokenizers.small_chatml()
    size = chatml.get_vocab_size(with_added_tokens=True)
    ids = dict(
        vocab_size=size,
        bos_token_id=None,
        eos_token_id=chatml.token_to_id("<|im_end|>"),
        pad_token_id=chatml.token_to_id("<|endoftext|>"),
    )
    language_model("tied", 10, tokenizer=chatml, tie_word_embeddings=True, **ids)
    reward_model("reward", 20, tokenizer=chatml, **ids)
    language_model("llama3-rope", 30, head_dim=16, num_key_value_heads=1, rope_theta=500000.0, rope_scaling=LLAMA3)
    language_model("linear-rope", 35, rope_scaling=dict(rope_type="linear", factor=4.0))
    language_model("sharded", 40, shard="64KB", num_hidden_layers=3)
    language_model("bfloat16", 50, dtype=torch.bfloat16)
    language_model("float16", 60, dtype=torch.float16)
    language_model("head-dim", 70, hidden_size=48, head_dim=16, num_key_value_heads=4, eos_token_id=[2, 5])
    reward_model("reward-bfloat16", 80, dtype=torch.bfloat16)
    families()
    golden_tokenizers.main(fresh)


if __name__ == "__main__":
    main()
