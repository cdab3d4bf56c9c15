"""Everything that can be tuned, in one place. The same settings give the same models (on the same machine)."""

import dataclasses
import pathlib

MODULE = pathlib.Path(__file__).parent.parent
RESOURCES = MODULE / "src/main/resources/io/github/cards4j/demo"
GOLDEN = MODULE / "src/test/resources/io/github/cards4j/demo"
BUILD = MODULE / "target/recipe"  # corpus, encoded corpus, samples: not committed

SEED = 2026
THREADS = 1
CONTEXT = 512
VOCABULARY = 2048
BOS, START, END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"

CORPUS = 160_000
HELD_OUT = 240
CALIBRATION = 64
TEMPERATURE, TOP_K, MAX_NEW_TOKENS = 0.7, 40, 192


@dataclasses.dataclass(frozen=True)
class Shape:
    hidden: int
    intermediate: int
    layers: int
    heads: int
    key_value_heads: int


@dataclasses.dataclass(frozen=True)
class Training:
    steps: int
    batch: int  # conversations a step (requests with several answers each for the reward model)
    learning_rate: float
    warmup: int = 100


LLM = Shape(hidden=192, intermediate=512, layers=4, heads=6, key_value_heads=2)
LLM_TRAINING = Training(steps=4000, batch=24, learning_rate=3e-3)

REWARD = Shape(hidden=128, intermediate=352, layers=3, heads=4, key_value_heads=2)
REWARD_PRETRAINING = Training(steps=900, batch=24, learning_rate=4e-3)
REWARD_TRAINING = Training(steps=1500, batch=8, learning_rate=1e-3)
COMPARISONS = 12_000  # requests with several answers
ANSWERS = 4  # compared with each other, to each request
READER_SLOPE = 2.5  # log-odds that a reader prefers an answer with one bad sentence less
CORRUPTED = 0.2  # share of compared answers that were altered: words lost, another request's facts
