"""Everything that can be tuned, in one place. The same settings give the same models (on the same machine)."""

import dataclasses
import pathlib

MODULE = pathlib.Path(__file__).parent.parent
RESOURCES = MODULE / "src/main/resources/io/github/cards4j/demo"
GOLDEN = MODULE / "src/test/resources/io/github/cards4j/demo"
BUILD = MODULE / "target/recipe"  # corpus, base model, comparisons: not committed

SEED = 2026
THREADS = 1
CONTEXT = 512
VOCABULARY = 2048
BOS, START, END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"

REQUESTS = 60_000  # in the corpus,
ANSWERS = 3  # each with so many answers
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
    batch: int  # requests a step, with several answers each
    learning_rate: float  # its peak: up to it in the warm-up, and evenly down to nought in the last steps
    decay: int
    warmup: int = 200


# A product, a day, … copied from the request is hard to learn and rare: at first it counts this much against another
# word, falling evenly to 1 in the last steps.
FACT_WEIGHT = 5.0

# A small base learns the language, and to copy facts. The reward model starts from it; the language model is it with one
# more layer, trained on.
BASE = Shape(hidden=128, intermediate=352, layers=3, heads=4, key_value_heads=2)
BASE_TRAINING = Training(steps=2400, batch=8, learning_rate=3e-3, decay=500)

LLM = dataclasses.replace(BASE, layers=4)
LLM_TRAINING = Training(steps=3300, batch=8, learning_rate=2e-3, decay=2900)

REWARD = BASE
REWARD_TRAINING = Training(steps=4500, batch=8, learning_rate=1.5e-3, decay=2700)
COMPARED = 14_000  # requests of which answers are compared: two written, two sampled from the base
SAMPLING_TEMPERATURES = (0.7, 0.8, 0.9, 1.0)
READER_SLOPE = 4.0  # log-odds that a reader prefers an answer with one bad sentence less
READERS = 5  # who see each pair
