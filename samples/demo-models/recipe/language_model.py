"""Trains the language model on the corpus, and samples plain answers from it."""

import random
import time

import torch
from transformers import GenerationConfig, LlamaForCausalLM

from recipe import chat, models
from recipe.settings import BOS, END, MAX_NEW_TOKENS, RESOURCES, SEED, START, TEMPERATURE, TOP_K, VOCABULARY

FOLDER = RESOURCES / "llm"


def encode(corpus, tokenizer):
    """(token ids, length of the prompt's part) for each conversation; ends with END, the end of the answer."""
    prompts = tokenizer.encode_batch([chat.opened(c["prompt"]) for c in corpus])
    wholes = tokenizer.encode_batch([chat.opened(c["prompt"], c["answer"]) + END for c in corpus])
    return [(whole.ids, len(prompt.ids)) for prompt, whole in zip(prompts, wholes)]


def new(shape, tokenizer):
    torch.manual_seed(SEED)
    return LlamaForCausalLM(models.config(shape, tokenizer, dtype=torch.float32))


def grown(base, shape, tokenizer):
    """The base with more layers at its end, which change nothing yet."""
    model = new(shape, tokenizer)
    model.load_state_dict(base.state_dict(), strict=False)
    for layer in model.model.layers[len(base.model.layers) :]:
        torch.nn.init.zeros_(layer.self_attn.o_proj.weight)
        torch.nn.init.zeros_(layer.mlp.down_proj.weight)
    return model


def weights(grammar, tokenizer, training):
    """How much each token counts."""
    weight = torch.ones(VOCABULARY)
    for name, values in grammar.slots.items():
        days = name == "day" and training.day_weight is not None
        for value in values:
            weight[tokenizer.encode(" " + value).ids] = training.day_weight if days else training.fact_weight
    return weight


def train(model, training, data, tokenizer, grammar, log):
    """`data` as from encode; only the answers are learned, not the requests."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    model.train()
    weight = weights(grammar, tokenizer, training)
    pad_id = tokenizer.token_to_id(BOS)
    adam, schedule = models.optimiser(model, training)
    source = models.batches(data, training.batch, rng, lambda item: len(item[0]))
    began, tokens, losses = time.time(), 0, []
    for step in range(1, training.steps + 1):
        batch = next(source)
        ids = models.pad([row for row, _ in batch], pad_id)
        targets = ids[:, 1:].clone()
        for i, (row, prompt) in enumerate(batch):
            targets[i, : prompt - 1] = -100
            targets[i, len(row) - 1 :] = -100
        learned = targets != -100  # the head costs as much as two layers: only where it teaches something
        hidden = model.model(input_ids=ids[:, :-1], use_cache=False).last_hidden_state[learned]
        each = torch.nn.functional.cross_entropy(model.lm_head(hidden), targets[learned], reduction="none")
        loss = (each * weight[targets[learned]]).mean()
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        schedule.step()
        tokens += sum(len(row) for row, _ in batch)
        losses.append(each.detach().mean().item())
        if step % 50 == 0:
            mean, seconds = sum(losses) / len(losses), time.time() - began
            print(f"{log}: step {step}/{training.steps} loss {mean:.3f} {tokens / seconds:.0f} tokens/s", flush=True)
            losses = []
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
def sample(model, tokenizer, prompts, seed=SEED, batch=64):
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
        for i, ids in zip(group, _sample(model, torch.tensor([encoded[i] for i in group]), generator, stop)):
            answers[i] = tokenizer.decode(ids, skip_special_tokens=True)
    return answers


def _sample(model, ids, generator, stop):
    rows = [[] for _ in ids]
    running = torch.ones(len(ids), dtype=torch.bool)
    cache, step = None, ids
    for _ in range(MAX_NEW_TOKENS):
        out = model(input_ids=step, past_key_values=cache, use_cache=True)
        cache = out.past_key_values
        top = (out.logits[:, -1] / TEMPERATURE).topk(TOP_K)
        chosen = top.indices.gather(1, torch.multinomial(top.values.softmax(-1), 1, generator=generator))
        for i, token in enumerate(chosen[:, 0].tolist()):
            if running[i] and token not in stop:
                rows[i].append(token)
            else:
                running[i] = False
        if not running.any():
            break
        step = chosen
    return rows
