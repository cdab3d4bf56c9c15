"""Measures both models as they are saved, on the held-out requests, and writes the model cards."""

import json
import random
import statistics

import torch

from recipe import comparisons, corpus, language_model, reward_model, tokenizer as tokenizers
from recipe.cards import write_cards
from recipe.grammar import STYLES, Grammar
from recipe.labeller import Labeller, split
from recipe.models import count
from recipe.settings import MODULE, SEED, THREADS

REPORT = MODULE / "recipe/report.json"
SOME, MOST = 4, 20  # answers to each held-out request


def distinct_sentences(grammar):
    """How many sentences each style has, the values of slots not counted."""
    found = {style: set() for style in STYLES}
    for style in STYLES:
        templates = [t for topic in grammar.topics.values() for t in topic.all(style)]
        templates += [t for role in grammar.common[style].values() for t in role]
        for template in templates:
            found[style].update(template.expansions())
    return {style: len(sentences) for style, sentences in found.items()}


def share(flags):
    flags = list(flags)
    return sum(flags) / len(flags) if flags else float("nan")


def pair_accuracy(model, tokenizer, groups):
    """groups: (prompt, texts, objections). How often the reward agrees, over all pairs with something to choose."""
    flat = [(p, t) for p, texts, _ in groups for t in texts]
    rewards = iter(reward_model.score(model, tokenizer, [p for p, _ in flat], [t for _, t in flat]))
    right = []
    for _, texts, bad in groups:
        r = [next(rewards) for _ in texts]
        pairs = [(i, j) for i in range(len(bad)) for j in range(i) if bad[i] != bad[j]]
        right += [(r[i] > r[j]) == (bad[i] < bad[j]) for i, j in pairs]
    return {"pairs": len(right), "accuracy": share(right)}


def cut_at_sentence(rng, answer, styles):
    sentences, _ = split(answer)
    keep = rng.randint(1, max(1, len(sentences) - 1))
    return " ".join(sentences[:keep]), sum(style != "courteous" for style in styles[:keep])


def cut_at_word(rng, answer):
    words = answer.split(" ")
    return " ".join(words[: rng.randint(min(4, len(words)), max(4, len(words) - 1))])


def drawn_pairs(grammar, labeller, count):
    """(pairs of answers out of the grammar, pairs of a good answer and the same with one wrong fact)"""
    rng = random.Random(SEED + 6)
    drawn, facts = [], []
    for _ in range(count):
        topic, slots, prompt = grammar.draw_request(rng, held_out=True)
        answers = comparisons.written(grammar, rng, topic, slots)
        drawn.append((prompt, answers, [comparisons.objections(labeller, topic, slots, a) for a in answers]))
        good = grammar.draw_sentences(rng, topic, slots, ["courteous"] * grammar.draw_length(rng))
        wrong = comparisons.with_wrong_fact(grammar, rng, topic, slots, good)
        pair = [" ".join(good), " ".join(wrong)]
        facts.append((prompt, pair, [comparisons.objections(labeller, topic, slots, a) for a in pair]))
    return drawn, facts


def mean(values):
    values = list(values)
    return sum(values) / max(1, len(values))


def summary(values):
    return {"number": len(values), "mean": mean(values), "deviation": statistics.pstdev(values) if values else 0.0}


def measure():
    grammar = Grammar()
    labeller = Labeller(grammar)
    tokenizer = tokenizers.load()
    llm, reward = language_model.load(), reward_model.load()
    held_out = corpus.prompts("held-out.jsonl")
    seen = {answer for c in corpus.read() for answer in c["answers"]}
    rng = random.Random(SEED + 5)

    prompts = held_out * MOST
    answers = language_model.sample(llm, tokenizer, prompts)
    rewards = reward_model.score(reward, tokenizer, prompts, answers)
    verdicts = [labeller.label(p, a) for p, a in zip(prompts, answers)]
    styles = [s for v in verdicts for s in v["styles"]]
    bad = [sum(s != "courteous" for s in v["styles"]) for v in verdicts]
    n = len(held_out)
    rows = [range(i, n * MOST, n) for i in range(n)]  # the answers to each request

    def left_by_best_of(size):
        return share(not verdicts[max(row[:size], key=lambda i: rewards[i])]["good"] for row in rows)

    sampled, sentence_cut, word_cut = [], [], []
    for row in (row[:SOME] for row in rows):
        sampled.append((prompts[row[0]], [answers[i] for i in row], [bad[i] for i in row]))
        cuts = [cut_at_sentence(rng, answers[i], verdicts[i]["styles"]) for i in row]
        sentence_cut.append((prompts[row[0]], [c[0] for c in cuts], [c[1] for c in cuts]))
        word_cut.append((prompts[row[0]], [cut_at_word(rng, answers[i]) for i in row], [bad[i] for i in row]))
    drawn, facts = drawn_pairs(grammar, labeller, n * 2)

    good = [i for i, v in enumerate(verdicts) if v["good"]]
    one_bad = [rewards[i] for i, count in enumerate(bad) if count == 1]
    begun = []
    for i in good[:500]:
        sentences = split(answers[i])[0]
        begun += [(prompts[i], " ".join(sentences[:k])) for k in range(1, len(sentences))]
    of_good = summary([rewards[i] for i in good])
    return {
        "parameters": {"llm": count(llm), "reward": count(reward)},
        "heldOutRequests": n,
        "distinctSentences": distinct_sentences(grammar),
        "plain": {
            "answers": len(answers),
            "badAnswers": share(not v["good"] for v in verdicts),
            "badSentences": share(s != "courteous" for s in styles),
            "sentences": {name: share(s == name for s in styles) for name in (*STYLES, "off-request", "underivable")},
            "unfinishedOrEmpty": share(bool({"unfinished", "empty"} & set(v["reasons"])) for v in verdicts),
            "verbatimInCorpus": share(a in seen for a in answers),
            "meanTokens": mean(len(e.ids) for e in tokenizer.encode_batch(answers)),
        },
        "badAnswersLeft": {f"bestOf{size}": left_by_best_of(size) for size in (SOME, MOST)},
        "rewardPairs": {
            "sampledWhole": pair_accuracy(reward, tokenizer, sampled),
            "sampledCutAfterASentence": pair_accuracy(reward, tokenizer, sentence_cut),
            "sampledCutAfterAWordOrderedByTheWhole": pair_accuracy(reward, tokenizer, word_cut),
            "drawnFromTheGrammarSomeAltered": pair_accuracy(reward, tokenizer, drawn),
            "goodOrWithOneWrongFact": pair_accuracy(reward, tokenizer, facts),
        },
        "rewards": {
            "good": of_good,
            "oneBadSentence": summary(one_bad),
            "bad": summary([r for r, v in zip(rewards, verdicts) if not v["good"]]),
            "goodCutAfterASentence": summary(reward_model.score(reward, tokenizer, *zip(*begun))),
            "emptyAnswer": summary(reward_model.score(reward, tokenizer, held_out, [""] * n)),
            "deviationWithinGoodByFallOfOneBadSentence": of_good["deviation"] / (of_good["mean"] - mean(one_bad)),
        },
    }, list(zip(prompts, answers, verdicts, rewards))


def main():
    torch.set_num_threads(THREADS)
    report, samples = measure()
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    write_cards(report)
    print(json.dumps(report, indent=2))
    for prompt, answer, verdict, reward in samples[:12]:
        print(f"\n> {prompt}\n{answer}\n  {reward:.2f} {'good' if verdict['good'] else verdict['reasons']}")


if __name__ == "__main__":
    main()
