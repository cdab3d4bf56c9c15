"""Trains the reward model: a Bradley-Terry loss over whole answers, by the choices of simulated readers.

The model sees requests, whole answers and what share of the readers preferred which: no label, no partial answer. Answers
to different requests are compared too, so that a reward means the same everywhere.
"""

import random

import torch
from transformers import LlamaForSequenceClassification

from recipe import chat, comparisons, models, trees
from recipe.settings import BOS, END, RESOURCES, REWARD, REWARD_TRAINING, SEED

FOLDER = RESOURCES / "reward"
CLOSE = f"{END}\n"


def new(shape, base, tokenizer):
    """A model that starts from a language model of the same shape, so that reading need not be learned anew."""
    torch.manual_seed(SEED)
    model = LlamaForSequenceClassification(models.config(shape, tokenizer, num_labels=1, dtype=torch.float32))
    model.model.load_state_dict(base.model.state_dict())
    return model


def train(model, training, data, tokenizer, seed):
    rng = random.Random(seed)
    model.train()
    pad_id = tokenizer.token_to_id(BOS)
    encoded = [(trees.encode(tokenizer, d["prompt"], d["answers"], CLOSE), d["objections"]) for d in data]
    adam, schedule = models.optimiser(model, training)
    source = models.batches(encoded, training.batch, rng, lambda e: len(e[0]))
    progress = models.Progress("reward", training.steps)
    for _ in range(training.steps):
        group = next(source)
        batch = trees.batch([tree for tree, _ in group], pad_id)
        hidden = batch.hidden(model.model)[batch.last[:, 0], batch.last[:, 1]]
        rewards = model.score(hidden)[:, 0]
        objections = [n for _, some in group for n in some]
        first, second = torch.triu_indices(len(rewards), len(rewards), 1)
        preferred = comparisons.votes(objections)[first, second]
        margin = rewards[first] - rewards[second]
        # The small second term keeps the mean reward near nought, which the comparisons leave open.
        loss = torch.nn.functional.binary_cross_entropy_with_logits(margin, preferred) + 1e-4 * rewards.mean() ** 2
        models.learn(model, loss, adam, schedule)
        progress.step(sum(len(t) for t, _ in group), loss=loss.detach(), **measured(rewards.detach(), objections))
    return model


def measured(rewards, objections):
    """Spread of good answers, and how far the reward falls with one objection."""
    objections = torch.tensor(objections)
    good, one = rewards[objections == 0], rewards[objections == 1]
    if len(good) < 2 or len(one) == 0:
        return {"spread": 0.0, "fall": 0.0}
    return {"spread": good.std(), "fall": good.mean() - one.mean()}


def make(base, tokenizer, grammar):
    comparisons.write(grammar, base, tokenizer)
    return train(new(REWARD, base, tokenizer), REWARD_TRAINING, comparisons.read(), tokenizer, SEED + 4)


def save(model):
    return models.save(model, FOLDER)


def load():
    return LlamaForSequenceClassification.from_pretrained(FOLDER, dtype=torch.float32).eval()


@torch.inference_mode()
def score(model, tokenizer, prompts, answers, batch=64):
    rows = [e.ids for e in tokenizer.encode_batch([chat.opened(p, a) + CLOSE for p, a in zip(prompts, answers)])]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    rewards = [0.0] * len(rows)
    for start in range(0, len(order), batch):
        group = order[start : start + batch]
        ids = models.pad([rows[i] for i in group], tokenizer.token_to_id(BOS))
        for i, value in zip(group, model(input_ids=ids, use_cache=False).logits[:, 0].tolist()):
            rewards[i] = value
    return rewards
