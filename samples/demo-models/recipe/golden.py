"""Writes labelled answers for the test of the Java labeller: from the grammar, from the model, altered, and edge cases."""

import json
import random

import torch

from recipe import comparisons, corpus, language_model, tokenizer as tokenizers
from recipe.grammar import Grammar
from recipe.labeller import Labeller
from recipe.settings import GOLDEN, SEED, THREADS


def main():
    torch.set_num_threads(THREADS)
    grammar = Grammar()
    labeller = Labeller(grammar)
    rng = random.Random(SEED + 7)
    held_out = corpus.prompts("held-out.jsonl")
    cases = list(zip(held_out[:120], language_model.sample(language_model.load(), tokenizers.load(), held_out[:120])))
    for _ in range(120):
        topic, slots, prompt = grammar.draw_request(rng)
        cases += [(prompt, answer) for answer in comparisons.written(grammar, rng, topic, slots)]
    for prompt, answer in cases[:60]:
        cases.append((prompt, answer[: rng.randrange(len(answer) + 1)]))  # unfinished, mostly
    prompt, answer = cases[0]
    edges = ["", "  \n", ".", "!?", "...", f" {answer}\n", answer.replace(" ", "  ", 1), answer.replace(". ", "."), answer + " "]
    edges += [answer.lower(), answer + " Thanks", "Thank you for your message.", "No.", "\u00e9\u4e2d\U0001f600.", answer + "\u00a0"]
    cases += [(prompt, edge) for edge in edges]
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with open(GOLDEN / "labelled.jsonl", "w", encoding="utf-8") as out:
        for prompt, answer in cases:
            verdict = labeller.label(prompt, answer)
            out.write(json.dumps({"prompt": prompt, "answer": answer, **verdict}) + "\n")


if __name__ == "__main__":
    main()
