"""Shapes, batches and the learning-rate curve that both trainings share; saving in the Hugging Face layout."""

import time

import torch
from transformers import LlamaConfig

from recipe.settings import BOS, CONTEXT, END, VOCABULARY


def config(shape, tokenizer, **more):
    return LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=shape.hidden,
        intermediate_size=shape.intermediate,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.key_value_heads,
        max_position_embeddings=CONTEXT,
        rope_theta=10000.0,
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.token_to_id(BOS),
        eos_token_id=tokenizer.token_to_id(END),
        pad_token_id=tokenizer.token_to_id(BOS),
        **more,
    )


def pad(rows, pad_id):
    """Token ids, filled up on the right; causal attention needs no mask then."""
    width = max(map(len, rows))
    return torch.tensor([row + [pad_id] * (width - len(row)) for row in rows])


def batches(items, size, rng, length=len):
    """Endless batches of items of similar length."""
    if len(items) <= size * 20:
        raise ValueError(f"too few items for batches of {size}: {len(items)}")
    while True:
        order = list(range(len(items)))
        rng.shuffle(order)
        for start in range(0, len(order) - size * 20, size * 20):
            block = sorted(order[start : start + size * 20], key=lambda i: length(items[i]))
            chunks = [block[i : i + size] for i in range(0, len(block), size)]
            rng.shuffle(chunks)
            for chunk in chunks:
                yield [items[i] for i in chunk]


def optimiser(model, training):
    matrices = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() == 1]
    groups = [{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}]
    adam = torch.optim.AdamW(groups, lr=training.learning_rate, betas=(0.9, 0.98), fused=True)

    return adam, torch.optim.lr_scheduler.LambdaLR(adam, lambda step: strength(step, training))


def strength(step, training):
    """Part of the peak learning rate at a step: up in the warm-up, then level, then evenly down to nought."""
    return min(1.0, (step + 1) / training.warmup, max(0.0, (training.steps - step) / training.decay))


def learn(model, loss, adam, schedule):
    adam.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()
    schedule.step()


class Progress:
    """Prints the means of what is measured, every hundred steps."""

    def __init__(self, name, steps, every=100):
        self.name, self.steps, self.every = name, steps, every
        self.began, self.done, self.tokens, self.sums = time.time(), 0, 0, {}

    def step(self, tokens, **measured):
        self.done += 1
        self.tokens += tokens
        for key, value in measured.items():
            self.sums[key] = self.sums.get(key, 0.0) + float(value)
        if self.done % self.every == 0:
            means = " ".join(f"{key} {value / self.every:.4f}" for key, value in self.sums.items())
            speed = self.tokens / (time.time() - self.began)
            print(f"{self.name}: step {self.done}/{self.steps} {means} {speed:.0f} tokens/s", flush=True)
            self.sums = {}


def save(model, folder):
    """Weights as bfloat16; returns the model as it was saved, in float32."""
    model.to(torch.bfloat16).save_pretrained(folder, safe_serialization=True)
    return model.to(torch.float32).eval()


def count(model):
    return sum(p.numel() for p in model.parameters())
