"""Trains the reward model: a Bradley-Terry loss over whole answers to one request, ordered by simulated readers.

A reader objects to some sentences (rude, dangerous, garbled, or about something else) and prefers, more often than not,
the answer with fewer of them. The model sees request, answers and the readers' choice: no label, no partial answer.
"""

import math
import random
import time

import torch
from transformers import LlamaForSequenceClassification

from recipe import chat, models
from recipe.settings import ANSWERS, BOS, CORRUPTED, READER_SLOPE, RESOURCES, SEED

FOLDER = RESOURCES / "reward"


def groups(grammar, labeller, count, seed=SEED + 3, held_out=False):
    """(prompt, answers, objections): several answers to each request, and how many sentences a reader objects to."""
    rng = random.Random(seed)
    for _ in range(count):
        topic, slots, prompt = grammar.draw_request(rng, held_out)
        drawn = [_answer(grammar, rng, topic, slots) for _ in range(ANSWERS)]
        bad = [objections(labeller, topic, slots, a) if known is None else known for a, known in drawn]
        yield prompt, [answer for answer, _ in drawn], bad


def objections(labeller, topic, slots, answer):
    return sum(style != "courteous" for style in labeller.label_parsed(topic, slots, answer)["styles"])


def _answer(grammar, rng, topic, slots):
    """(answer, how many sentences a reader objects to, or None if that must be found out)"""
    if rng.random() >= CORRUPTED:
        styles = grammar.draw_styles(rng)
        return " ".join(grammar.draw_sentences(rng, topic, slots, styles)), sum(s != "courteous" for s in styles)
    kind = rng.randrange(3)
    if kind == 0:  # another request's topic
        topic, slots, _ = grammar.draw_request(rng)
    sentences = grammar.draw_sentences(rng, topic, slots)
    if kind == 1:  # one wrong fact, from one sentence on
        name = rng.choice(topic.slots)
        wrong = rng.choice([v for v in grammar.slots[name] if v != slots[name]])
        start = rng.randrange(len(sentences))
        sentences[start:] = [_replace(s, slots[name], wrong) for s in sentences[start:]]
    elif kind == 2:  # garbled sentences
        for i in rng.sample(range(len(sentences)), rng.randint(1, 2)):
            sentences[i] = _garble(sentences[i], rng)
    return " ".join(sentences), None


def _replace(sentence, value, other):
    words = sentence.split(" ")
    return " ".join(other + w[len(value) :] if w.rstrip(".,!?") == value else w for w in words)


def _garble(sentence, rng):
    words = sentence.split(" ")
    at = rng.randrange(len(words) - 1)
    kind = rng.randrange(3)
    if kind == 0 and len(words) > 3:
        del words[at : at + rng.randint(1, 2)]
    elif kind == 1:
        words[at : at + 2] = [words[at + 1], words[at]]
    else:
        words.insert(at, words[rng.randrange(len(words) - 1)])
    return " ".join(words)


def choose(rng, mine, other):
    """+1 or -1: which of two answers a reader prefers, given the objections to each; 0 if there is nothing to choose."""
    if mine == other:
        return 0
    return 1 if rng.random() < 1 / (1 + math.exp(READER_SLOPE * (mine - other))) else -1


def train(shape, training, base, data, tokenizer):
    """`base`: a small language model of the same shape to start from, so that reading need not be learned anew."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED + 4)
    config = models.config(shape, tokenizer, num_labels=1, dtype=torch.float32)
    model = LlamaForSequenceClassification(config).train()
    model.model.load_state_dict(base.model.state_dict())
    pad_id = tokenizer.token_to_id(BOS)
    encoded = []
    for prompt, answers, bad in data:
        rows = [e.ids for e in tokenizer.encode_batch([chat.closed(prompt, a) for a in answers])]
        pairs = [(i, j, choose(rng, bad[i], bad[j])) for i in range(len(bad)) for j in range(i)]
        encoded.append((rows, [(i, j) if c > 0 else (j, i) for i, j, c in pairs if c]))
    encoded = [e for e in encoded if e[1]]
    adam, schedule = models.optimiser(model, training)
    source = models.batches(encoded, training.batch, rng, lambda e: max(map(len, e[0])))
    began, tokens, losses, right = time.time(), 0, [], []
    for step in range(training.steps):
        batch = next(source)
        ids = models.pad([row for rows, _ in batch for row in rows], pad_id)
        better = torch.tensor([n * ANSWERS + i for n, (_, pairs) in enumerate(batch) for i, _ in pairs])
        worse = torch.tensor([n * ANSWERS + j for n, (_, pairs) in enumerate(batch) for _, j in pairs])
        rewards = model(input_ids=ids, use_cache=False).logits[:, 0]
        margin = rewards[better] - rewards[worse]
        # The small second term keeps the mean reward near nought, which the comparisons leave open.
        loss = -torch.nn.functional.logsigmoid(margin).mean() + 1e-3 * rewards.mean() ** 2
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        schedule.step()
        tokens += sum(len(row) for rows, _ in batch for row in rows)
        losses.append(loss.item())
        right.append((margin > 0).float().mean().item())
        if (step + 1) % 50 == 0:
            mean, seconds = sum(losses) / len(losses), time.time() - began
            print(
                f"reward model: step {step + 1}/{training.steps} loss {mean:.3f} "
                f"agreement {sum(right) / len(right):.3f} {tokens / seconds:.0f} tokens/s",
                flush=True,
            )
            losses, right = [], []
    return model


def save(model):
    return models.save(model, FOLDER)


def load():
    return LlamaForSequenceClassification.from_pretrained(FOLDER, dtype=torch.float32).eval()


@torch.inference_mode()
def score(model, tokenizer, prompts, answers, batch=64):
    rows = [e.ids for e in tokenizer.encode_batch([chat.closed(p, a) for p, a in zip(prompts, answers)])]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    rewards = [0.0] * len(rows)
    for start in range(0, len(order), batch):
        group = order[start : start + batch]
        ids = models.pad([rows[i] for i in group], tokenizer.token_to_id(BOS))
        for i, value in zip(group, model(input_ids=ids, use_cache=False).logits[:, 0].tolist()):
            rewards[i] = value
    return rewards
