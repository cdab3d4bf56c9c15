"""Does everything: corpus, tokenizer, both models, golden file, measurements and model cards."""

import torch

from recipe import corpus, evaluate, golden, language_model, reward_model, tokenizer as tokenizers
from recipe.grammar import Grammar
from recipe.labeller import Labeller
from recipe.settings import (
    BASE,
    BASE_TRAINING,
    COMPARISONS,
    DAYS_TRAINING,
    FACTS_TRAINING,
    FINISH_TRAININGS,
    LLM,
    LLM_TRAINING,
    REWARD,
    REWARD_TRAINING,
    THREADS,
)


def main():
    torch.set_num_threads(THREADS)
    grammar = Grammar()
    corpus.write(grammar)
    conversations = corpus.read()
    tokenizer = tokenizers.train(text for c in conversations[:20_000] for text in (c["prompt"], c["answer"]))
    for folder in (language_model.FOLDER, reward_model.FOLDER):
        tokenizers.save(tokenizer, folder)
    encoded = language_model.encode(conversations, tokenizer)
    facts = language_model.encode(corpus.read("facts.jsonl"), tokenizer)

    base = language_model.new(BASE, tokenizer)
    base = language_model.train(base, BASE_TRAINING, encoded, tokenizer, grammar, log="base")
    base = language_model.train(base, FACTS_TRAINING, facts, tokenizer, grammar, log="base, facts")

    model = language_model.grown(base, LLM, tokenizer)
    model = language_model.train(model, LLM_TRAINING, encoded, tokenizer, grammar, log="language model")
    days = language_model.encode(corpus.read("days.jsonl"), tokenizer)
    model = language_model.train(model, DAYS_TRAINING, days, tokenizer, grammar, log="language model, days")
    for i, training in enumerate(FINISH_TRAININGS):
        some = encoded[i :: len(FINISH_TRAININGS)]
        model = language_model.train(model, training, some, tokenizer, grammar, log=f"language model, end {i + 1}")
    language_model.save(model, tokenizer)

    comparisons = reward_model.groups(grammar, Labeller(grammar), COMPARISONS)
    reward_model.save(reward_model.train(REWARD, REWARD_TRAINING, base, comparisons, tokenizer))

    golden.main()
    evaluate.main()


if __name__ == "__main__":
    main()
