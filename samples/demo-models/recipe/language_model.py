"""Trains the language model on the corpus, and samples plain answers from it."""

import random

import torch
from transformers import GenerationConfig, LlamaForCausalLM

from recipe import chat, models, trees
from recipe.settings import BOS, END, FACT_WEIGHT, MAX_NEW_TOKENS, RESOURCES, SEED, START, TEMPERATURE, TOP_K, VOCABULARY

FOLDER = RESOURCES / "llm"


def encode(corpus, tokenizer):
    """A tree of token ids for each request with its answers; END ends an answer."""
    return [trees.encode(tokenizer, c["prompt"], c["answers"], END) for c in corpus]


def fact_tokens(grammar, tokenizer):
    """1 for each token of a value of a slot, 0 for the others."""
    facts = torch.zeros(VOCABULARY)
    for values in grammar.slots.values():
        for value in values:
            facts[tokenizer.encode(" " + value).ids] = 1.0
    return facts


def new(shape, tokenizer, base=None):
    """With a base: the base with more layers at its end, which change nothing yet."""
    torch.manual_seed(SEED)
    model = LlamaForCausalLM(models.config(shape, tokenizer, dtype=torch.float32))
    if base is not None:
        model.load_state_dict(base.state_dict(), strict=False)
        for layer in model.model.layers[len(base.model.layers) :]:
            torch.nn.init.zeros_(layer.self_attn.o_proj.weight)
            torch.nn.init.zeros_(layer.mlp.down_proj.weight)
    return model


def train(model, training, data, tokenizer, grammar, log, seed):
    """`data` as from encode; only the answers are learned, not the requests."""
    rng = random.Random(seed)
    model.train()
    facts = fact_tokens(grammar, tokenizer)
    pad_id = tokenizer.token_to_id(BOS)
    adam, schedule = models.optimiser(model, training)
    source = models.batches(data, training.batch, rng)
    progress = models.Progress(log, training.steps)
    for step in range(training.steps):
        group = next(source)
        batch = trees.batch(group, pad_id)
        targets = batch.ids[batch.rows, batch.at]
        hidden = batch.hidden(model.model)[batch.rows, batch.before]  # the head costs as much as two layers
        each = torch.nn.functional.cross_entropy(model.lm_head(hidden), targets, reduction="none")
        fact = facts[targets]
        extra = (FACT_WEIGHT - 1) * min(1.0, (training.steps - step) / training.decay)
        weight = 1 + extra * fact
        loss = (each * weight).sum() / weight.sum()
        models.learn(model, loss, adam, schedule)
        of_facts = (each.detach() * fact).sum() / fact.sum().clamp(min=1)
        progress.step(sum(map(len, group)), loss=each.detach().mean(), facts=of_facts)
    return model


def save(model, tokenizer):
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.token_to_id(BOS),
        eos_token_id=tokenizer.token_to_id(END),
        pad_token_id=tokenizer.token_to_id(BOS),
        do_sample=True,
        temperature=TEMPERATURE,
        top_k=TOP_K,
    )
    return models.save(model, FOLDER)


def load():
    return LlamaForCausalLM.from_pretrained(FOLDER, dtype=torch.float32).eval()


@torch.inference_mode()
def sample(model, tokenizer, prompts, seed=SEED, batch=64, temperature=TEMPERATURE, top_k=TOP_K):
    """One plain answer a prompt, text only. Prompts of equal length go together, so that nothing is padded."""
    generator = torch.Generator().manual_seed(seed)
    encoded = [tokenizer.encode(chat.opened(p)).ids for p in prompts]
    stop = [tokenizer.token_to_id(t) for t in (END, START, BOS)]
    order = sorted(range(len(prompts)), key=lambda i: len(encoded[i]))
    answers = [None] * len(prompts)
    while order:
        length = len(encoded[order[0]])
        group = [i for i in order[:batch] if len(encoded[i]) == length]
        order = order[len(group) :]
        ids = torch.tensor([encoded[i] for i in group])
        for i, row in zip(group, _sample(model, ids, generator, stop, temperature, top_k)):
            answers[i] = tokenizer.decode(row, skip_special_tokens=True)
    return answers


def _sample(model, ids, generator, stop, temperature, top_k):
    rows = [[] for _ in ids]
    alive = list(range(len(rows)))  # the rows that are still computed; None once one has ended
    cache, step = None, ids
    for _ in range(MAX_NEW_TOKENS):
        out = model(input_ids=step, past_key_values=cache, use_cache=True, logits_to_keep=1)
        cache = out.past_key_values
        top = (out.logits[:, -1] / temperature).topk(top_k)
        step = top.indices.gather(1, torch.multinomial(top.values.softmax(-1), 1, generator=generator))
        for k, token in enumerate(step[:, 0].tolist()):
            if alive[k] is not None and token not in stop:
                rows[alive[k]].append(token)
            else:
                alive[k] = None
        left = [k for k, row in enumerate(alive) if row is not None]
        if not left:
            break
        if len(left) <= len(alive) // 2:  # the others have ended: compute them no longer
            alive, step = [alive[k] for k in left], step[left]
            cache.batch_select_indices(torch.tensor(left))
    return rows
