"""Does everything, or the stages that are named: corpus, base, llm, reward, report. See README.md."""

import sys

import torch
from transformers import LlamaForCausalLM

from recipe import corpus, language_model, reward_model, tokenizer as tokenizers
from recipe.grammar import Grammar
from recipe.settings import BASE, BASE_TRAINING, BUILD, LLM, LLM_TRAINING, SEED, THREADS

BASE_FOLDER = BUILD / "base"


def make_corpus():
    corpus.write(Grammar())
    some = corpus.read()[:10_000]
    tokenizer = tokenizers.train(text for c in some for text in (c["prompt"], *c["answers"]))
    for folder in (language_model.FOLDER, reward_model.FOLDER):
        tokenizers.save(tokenizer, folder)


def make_base():
    tokenizer = tokenizers.load()
    data = language_model.encode(corpus.read(), tokenizer)
    model = language_model.new(BASE, tokenizer)
    language_model.train(model, BASE_TRAINING, data, tokenizer, Grammar(), "base", SEED).save_pretrained(BASE_FOLDER)


def load_base():
    return LlamaForCausalLM.from_pretrained(BASE_FOLDER, dtype=torch.float32).eval()


def make_llm():
    tokenizer = tokenizers.load()
    data = language_model.encode(corpus.read(), tokenizer)
    model = language_model.new(LLM, tokenizer, load_base())
    model = language_model.train(model, LLM_TRAINING, data, tokenizer, Grammar(), "llm", SEED + 10)
    language_model.save(model, tokenizer)


def make_reward():
    reward_model.save(reward_model.make(load_base(), tokenizers.load(), Grammar()))


def report():
    from recipe import evaluate, golden

    golden.main()
    evaluate.main()


STAGES = {"corpus": make_corpus, "base": make_base, "llm": make_llm, "reward": make_reward, "report": report}


def main():
    torch.set_num_threads(THREADS)
    for name in sys.argv[1:] or STAGES:
        if name not in STAGES:
            raise SystemExit(f"no stage is called {name}: give any of {', '.join(STAGES)}, or none for all")
        STAGES[name]()


if __name__ == "__main__":
    main()
