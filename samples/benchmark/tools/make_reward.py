#!/usr/bin/env python3
"""Turns a small language model into a reward model of the same size, to measure speed and correctness with.

    pip install torch transformers
    python make_reward.py LLM_FOLDER OUTPUT_FOLDER

The reward model prefers short words, and knows nothing else. It learns that from pairs of whole answers that the language
model itself gave to the same question, by a Bradley-Terry loss: the better one is the one with fewer letters a word. Only
the upper layers and a linear score head are trained. It sees no unfinished answer in training; but as the letters of all
words count alike, the beginning of an answer says something about its whole, which is what CARDS asks of a reward model.
Nothing measured with it is alignment, and it must not be called so.

It prints how often it prefers the right one of two answers to questions that it has not seen, whole and cut in half, and how
its rewards of the halves correlate with those of the whole answers to the same question.

Everything is seeded. The score is scaled so that plain answers' rewards have a standard deviation of 1. About a quarter of
an hour on two cores.
"""

import argparse
import itertools
import pathlib
import random
import re

import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

TOPICS = """a bicycle;a thunderstorm;a bank loan;the human heart;a compass;bread dough;a lighthouse;a vaccine;the tides;
a battery;an orchestra;a glacier;honey;a telescope;the stock market;a coral reef;a suspension bridge;soap;an earthquake;
a solar panel;photosynthesis;a marathon;a violin;the postal service;a submarine;cheese;a desert;a microwave oven;the moon;
a printing press;an insurance policy;a spider's web;a satellite;a rainforest;wool;a traffic light;an elevator;glass;
a bakery;the immune system;a hot-air balloon;tea;a waterfall;recycling;a camera;a windmill;sleep;a chess game;concrete;
a parliament;a volcano;migrating birds;a mortgage;salt;a jet engine;perfume;a museum;a beehive;ice cream;a river delta"""
FORMS = ["What is {} and why does it matter?", "How would you explain {} in a few sentences?",
         "What should everybody know about {}?", "Tell me how {} came to be what it is today."]
# cards4j's chat format "chatml": no system message is added.
CHATML = ("{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}"
          "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
HELD_OUT, EACH, TOKENS, BATCH = 30, 4, 128, 64
TRAINED_LAYERS, EPOCHS, STEP, RATE = 12, 3, 2, 1e-4


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("llm", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = AutoTokenizer.from_pretrained(args.llm)
    tokenizer.chat_template = CHATML
    # transformers scores the last token that is not padding: padding must not be a token that ends a turn.
    tokenizer.pad_token = tokenizer.unk_token

    questions = [form.format(topic.strip()) for topic, form in itertools.product(TOPICS.split(";"), FORMS)]
    random.Random(args.seed).shuffle(questions)
    groups = answers(args.llm, tokenizer, questions)
    held_out, training = groups[:HELD_OUT], groups[HELD_OUT:]

    # On CPUs without bfloat16 arithmetic float32 is several times faster.
    model = AutoModelForSequenceClassification.from_pretrained(args.llm, num_labels=1, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    train(model, tokenizer, training, args.seed)
    scale = torch.cat([scores(model, tokenizer, q, texts) for q, texts in held_out]).std()
    model.score.weight.data.div_(scale)
    report(model, tokenizer, held_out)
    model.to(torch.bfloat16).save_pretrained(args.output, safe_serialization=True)
    tokenizer.save_pretrained(args.output)


@torch.inference_mode()
def answers(llm, tokenizer, questions):
    """For each question EACH answers: [(question, [text, ...]), ...]."""
    model = AutoModelForCausalLM.from_pretrained(llm, dtype=torch.float32).eval()
    tokenizer.padding_side = "left"
    prompts = [question for question in questions for _ in range(EACH)]
    texts = []
    for start in range(0, len(prompts), BATCH):
        chats = [[{"role": "user", "content": p}] for p in prompts[start:start + BATCH]]
        batch = tokenizer.apply_chat_template(
            chats, add_generation_prompt=True, padding=True, return_tensors="pt", return_dict=True)
        out = model.generate(**batch, do_sample=True, temperature=0.7, top_k=40, max_new_tokens=TOKENS,
                             pad_token_id=tokenizer.pad_token_id)
        texts += tokenizer.batch_decode(out[:, batch.input_ids.shape[1]:], skip_special_tokens=True)
        print(f"{len(texts)} of {len(prompts)} answers", flush=True)
    tokenizer.padding_side = "right"
    return list(zip(questions, zip(*[iter(texts)] * EACH)))


def letters(text):
    """Letters a word: the fewer, the better."""
    words = re.findall(r"[A-Za-z]+", text)
    return sum(map(len, words)) / max(1, len(words))


def scores(model, tokenizer, question, texts):
    """Rewards of answers to one question, each as the assistant's closed turn."""
    chats = [[{"role": "user", "content": question}, {"role": "assistant", "content": text}] for text in texts]
    batch = tokenizer.apply_chat_template(chats, padding=True, return_tensors="pt", return_dict=True)
    with torch.set_grad_enabled(model.training):
        hidden = model.model(**batch, use_cache=False).last_hidden_state
        last = batch.attention_mask.sum(1) - 1
        return model.score(hidden[torch.arange(len(texts)), last])[:, 0]


def train(model, tokenizer, groups, seed):
    """Bradley-Terry over all pairs of answers to a question: the better one's score minus the other's is a logit."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    trained = [*model.model.layers[-TRAINED_LAYERS:].parameters(), *model.model.norm.parameters(),
               *model.score.parameters()]
    for parameter in trained:
        parameter.requires_grad_(True)
    torch.nn.init.zeros_(model.score.weight)
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    steps = EPOCHS * ((len(groups) + STEP - 1) // STEP)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    order = random.Random(seed)
    model.train()
    for epoch in range(EPOCHS):
        order.shuffle(groups)
        total = 0.0
        for start in range(0, len(groups), STEP):
            optimizer.zero_grad()
            part = groups[start:start + STEP]
            for question, texts in part:
                better = torch.tensor([letters(text) for text in texts])
                found = scores(model, tokenizer, question, texts)
                margin = found[:, None] - found[None, :]
                loss = torch.nn.functional.softplus(-margin)[better[:, None] < better[None, :]].mean() / len(part)
                loss.backward()
                total += loss.item() * len(part)
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(groups):.3f}", flush=True)
    model.eval()


def report(model, tokenizer, groups):
    whole = [scores(model, tokenizer, q, texts) for q, texts in groups]
    short = [scores(model, tokenizer, q, [half(text) for text in texts]) for q, texts in groups]
    own = torch.cat([w - w.mean() for w in whole])
    begun = torch.cat([s - s.mean() for s in short])
    print(f"on {len(groups)} held-out questions: right of two whole answers {accuracy(groups, whole):.2f}, of two halves"
          f" {accuracy([(q, [half(t) for t in texts]) for q, texts in groups], short):.2f}; correlation of halves and wholes"
          f" {torch.corrcoef(torch.stack([own, begun]))[0, 1]:.2f}; spread within a question {own.std():.2f}")


def accuracy(groups, found):
    right = []
    for (_, texts), reward in zip(groups, found):
        for i, j in itertools.combinations(range(len(texts)), 2):
            right.append((letters(texts[i]) < letters(texts[j])) == (reward[i] > reward[j]).item())
    return sum(right) / len(right)


def half(text):
    words = text.split(" ")
    return " ".join(words[:(len(words) + 1) // 2])


if __name__ == "__main__":
    main()
